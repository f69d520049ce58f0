import { Failure, TransientFailure } from '../../api/failure.ts';

/**
 * Publishing the value or taking it away did not work. It is always tried again: the solver's credentials and servers are
 * not ours, and nobody tells us when they change.
 */
export class SolverFailure extends TransientFailure {
  readonly step: 'present' | 'cleanUp';
  /** Whether a person must do something, so that waiting before telling makes no sense. */
  readonly needsSomebody: boolean;

  constructor(step: 'present' | 'cleanUp', failure: Failure) {
    const { retryAfterSeconds } = failure;
    super(failure.reason, failure.message, {
      cause: failure,
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    });
    this.step = step;
    this.needsSomebody = !failure.retry;
  }
}

/** Awaits; failures, and calls that took too long, come out as {@link SolverFailure}, bugs as they are. */
export async function solving<Value>(step: 'present' | 'cleanUp', work: Promise<Value>): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof Failure) throw new SolverFailure(step, error);
    if (!(error instanceof DOMException)) throw error;
    const late = new TransientFailure('SolverTimeout', 'the DNS01 solver did not finish in time', {
      cause: error,
    });
    throw new SolverFailure(step, late);
  }
}
