import { Failure } from '../api/failure.ts';
import { failureClass } from '../api/failure-class.ts';
import { isConflict } from './api-error.ts';
import { wordOr } from './label-value.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { Outcome } from './queue.ts';
import type { Decision, Reconciler } from './reconcile.ts';

export interface StepOptions<Seen, Action, Status> {
  readonly reconciler: Reconciler<Seen, Action, Status>;
  readonly log: Log;
  readonly metrics: Metrics;
}

/** Somebody else wrote first: look again at once, but so many times in a row, then back off like everybody. */
const conflictsInARow = 5;

/** What a step came to. */
export interface StepResult {
  readonly outcome: Outcome;
  readonly failed: boolean;
}

/**
 * One look at one object: observe, decide, act, write the status. This is the only place that says what a failure, a
 * conflict or a bug means for the queue.
 */
export function createStep<Seen, Action, Status>(
  options: StepOptions<Seen, Action, Status>,
): (key: string) => Promise<StepResult> {
  const stepper = new Stepper(options);
  return (key) => stepper.step(key);
}

class Stepper<Seen, Action, Status> {
  readonly #options: StepOptions<Seen, Action, Status>;
  /** Failures in a row. */
  readonly #attempts = new Map<string, number>();
  readonly #conflicts = new Map<string, number>();

  constructor(options: StepOptions<Seen, Action, Status>) {
    this.#options = options;
  }

  async step(key: string): Promise<StepResult> {
    this.#options.metrics.syncCalls.inc({ controller: this.#options.reconciler.name });
    try {
      const result = await this.#look(key);
      this.#conflicts.delete(key);
      if (!result.failed) this.#attempts.delete(key);
      return result;
    } catch (error) {
      return isConflict(error) ? this.#afterConflict(key, error) : this.#afterThrow(key, error);
    }
  }

  async #look(key: string): Promise<StepResult> {
    const { reconciler } = this.#options;
    const seen = await reconciler.observe(key);
    if (seen === undefined) return { outcome: { next: 'rest' }, failed: false };
    const decision = reconciler.decide(seen);
    const course = { seen, decision, progress: { status: decision.status, written: false } };
    try {
      await carryOut(reconciler, course);
    } catch (error) {
      if (!(error instanceof Failure) || isConflict(error)) throw error;
      return this.#afterFailure(key, error, course);
    }
    if (course.progress.written) for (const event of decision.events ?? []) reconciler.record(seen, event);
    const seconds = decision.lookAgainSeconds;
    return { outcome: seconds === undefined ? { next: 'rest' } : { next: 'after', seconds }, failed: false };
  }

  async #afterFailure(
    key: string,
    failure: Failure,
    course: Course<Seen, Action, Status>,
  ): Promise<StepResult> {
    const { reconciler } = this.#options;
    const { seen, decision, progress } = course;
    const attempt = (this.#attempts.get(key) ?? 0) + 1;
    this.#attempts.set(key, attempt);
    this.#report(key, failure, attempt);
    await reconciler.writeStatus(seen, reconciler.failed(progress.status, failure, seen, attempt));
    return { outcome: outcomeOf(failure, decision.lookAgainSeconds), failed: true };
  }

  /** The status was not written either, so in any case somebody has to try again. */
  #afterThrow(key: string, error: unknown): StepResult {
    this.#conflicts.delete(key);
    if (error instanceof Failure) {
      this.#report(key, error);
      const outcome = outcomeOf(error, undefined);
      return { outcome: outcome.next === 'rest' ? { next: 'backoff' } : outcome, failed: true };
    }
    const { log, metrics, reconciler } = this.#options;
    metrics.syncErrors.inc({ controller: reconciler.name });
    metrics.failures.inc({ controller: reconciler.name, class: 'unexpected', reason: 'Unexpected' });
    log.error({ object: key, err: error }, 'Step ended with an unexpected error');
    return { outcome: { next: 'backoff' }, failed: true };
  }

  #afterConflict(key: string, { message }: Failure): StepResult {
    const inARow = (this.#conflicts.get(key) ?? 0) + 1;
    this.#conflicts.set(key, inARow);
    this.#options.log.debug({ object: key, message }, 'Somebody else wrote first, looking again');
    return { outcome: { next: inARow <= conflictsInARow ? 'now' : 'backoff' }, failed: true };
  }

  #report(key: string, failure: Failure, attempt?: number): void {
    const { log, metrics, reconciler } = this.#options;
    const { reason, message, retryAfterSeconds } = failure;
    metrics.syncErrors.inc({ controller: reconciler.name });
    metrics.failures.inc({
      controller: reconciler.name,
      class: failureClass(failure),
      reason: metrics.failureReason(wordOr(reason, 'other')),
    });
    log.warn({ object: key, reason, message, attempt, retryAfterSeconds }, 'Step failed');
    log.debug({ object: key, err: failure }, 'Step failed because of');
  }
}

interface Course<Seen, Action, Status> {
  readonly seen: Seen;
  readonly decision: Decision<Action, Status>;
  /** How far it came: kept outside so that a failure finds it. */
  readonly progress: { status: Status; written: boolean };
}

/** Performs the actions; what one of them learned is remembered before the next begins. */
async function carryOut<Seen, Action, Status>(
  reconciler: Reconciler<Seen, Action, Status>,
  { seen, decision, progress }: Course<Seen, Action, Status>,
): Promise<void> {
  const write = async (): Promise<void> => {
    if (await reconciler.writeStatus(seen, progress.status)) progress.written = true;
  };
  for (const action of decision.actions) {
    const learned = await reconciler.act(action, seen);
    if (learned === undefined) continue;
    progress.status = { ...progress.status, ...learned };
    await write();
  }
  await write();
}

/** @param lookAgainSeconds what was decided before the failure: deadlines hold whatever fails */
function outcomeOf({ retry, retryAfterSeconds }: Failure, lookAgainSeconds: number | undefined): Outcome {
  if (retryAfterSeconds !== undefined) return { next: 'backoff', seconds: retryAfterSeconds };
  if (retry) return { next: 'backoff' };
  return lookAgainSeconds === undefined ? { next: 'rest' } : { next: 'after', seconds: lookAgainSeconds };
}
