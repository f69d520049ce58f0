import { Failure, TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { SetUpOutcome } from './setup.ts';

/** The same failure, told as users of an issuer know it: with a reason of the Ready condition and a beginning. */
export function retold(failure: Failure, reason: string, beginning: string): Failure {
  const Kind = failure.retry ? TransientFailure : TerminalFailure;
  const { retryAfterSeconds } = failure;
  return new Kind(reason, `${beginning}${failure.message}`, {
    cause: failure,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  });
}

/** Awaits; failures come out {@link retold}, bugs as they are. */
export async function telling<Value>(
  work: Promise<Value>,
  reason: string,
  beginning: string,
): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Failure ? retold(error, reason, beginning) : error;
  }
}

/** Waits for a person: nothing that we could try again. */
export function notReady(because: 'missing' | 'wrong', reason: string, message: string): SetUpOutcome {
  return { ready: false, because, reason, message };
}
