import type { Challenge } from '../../../api/challenge/challenge.ts';
import { Failure } from '../../../api/failure.ts';
import { keyOf } from '../../../api/resource.ts';
import { type Clock, secondsBetween } from '../../../runtime/clock.ts';
import { secondsUntil } from '../../acme/polls.ts';
import { quietSeconds } from '../quiet.ts';
import type { Inspection } from './inspect.ts';
import type { SelfCheck } from './self-check.ts';

/** What is known of a proof that should be seen by now. */
export interface HttpCheck {
  /** How often in a row the proof was seen. */
  readonly passes: number;
  /** Why it was not, the last time; and what the cluster says about it. */
  readonly trouble?: string;
  /** What was made has to be made again. */
  readonly gone: boolean;
  /** Until the next look. */
  readonly nextSeconds: number;
}

/**
 * Self-checks in the background: a name that answers nothing takes ten seconds each time, and nobody waits for it. The
 * Challenge is woken when there is an answer.
 */
export interface HttpChecks {
  /** The last answer; starts the next check when its time has come. `undefined` before the first answer. */
  look(challenge: Challenge): HttpCheck | undefined;
  /** What was taken away is there again. */
  repaired(uid: string): void;
  forget(uid: string): void;
}

export interface HttpChecksOptions {
  readonly check: SelfCheck;
  /** Looks at the objects when checks go on failing. */
  readonly inspect: (challenge: Challenge) => Promise<Inspection>;
  readonly clock: Clock;
  /** The longest time between two checks. */
  readonly maxSeconds: number;
  wake(key: string): void;
}

/** Several replicas of an ingress controller learn of a route one after the other: one look at one of them is not enough. */
export const passesNeeded = 5;

/** From the first pass to the others, which are made at the same time. */
const betweenPassesSeconds = 1;
const firstSeconds = 0.2;
/** While something can still come up by itself: what people wait for. */
const eager = { forSeconds: 60, everySeconds: 2 } as const;

interface State {
  readonly began: Date;
  running: boolean;
  passes: number;
  failures: number;
  trouble?: string;
  inspection?: Inspection;
  inspectedAt?: Date;
  dueAt: Date;
  answered: boolean;
}

export function createHttpChecks(options: HttpChecksOptions): HttpChecks {
  const { clock } = options;
  const states = new Map<string, State>();

  function start(challenge: Challenge, uid: string, state: State): void {
    state.running = true;
    void round(options, challenge, state).finally(() => {
      state.running = false;
      if (states.get(uid) === state) options.wake(keyOf(challenge));
    });
  }

  return {
    look(challenge) {
      const { uid = '' } = challenge.metadata;
      const now = clock.now();
      const state = states.get(uid) ?? fresh(now);
      states.set(uid, state);
      if (!state.running && now >= state.dueAt) start(challenge, uid, state);
      return state.answered ? told(state, now) : undefined;
    },
    repaired(uid) {
      const state = states.get(uid);
      if (state !== undefined) delete state.inspection;
    },
    forget: (uid) => void states.delete(uid),
  };
}

function fresh(now: Date): State {
  return { began: now, running: false, passes: 0, failures: 0, dueAt: now, answered: false };
}

/** While a check runs, its answer is what comes next. */
const runningSeconds = 30;

function told(state: State, now: Date): HttpCheck {
  const { passes, trouble, inspection, running, dueAt } = state;
  const words = [trouble, inspection?.trouble].filter((one) => one !== undefined).join('; ');
  return {
    passes,
    gone: inspection?.gone === true,
    nextSeconds: running ? runningSeconds : secondsUntil(dueAt, now),
    ...(trouble !== undefined && { trouble: words }),
  };
}

/** One look, or after the first pass all that are left. */
async function round(options: HttpChecksOptions, challenge: Challenge, state: State): Promise<void> {
  const { check, clock } = options;
  const looks = state.passes === 0 ? 1 : passesNeeded - state.passes;
  const answers = await Promise.all(Array.from({ length: looks }, () => check(challenge.spec)));
  const trouble = answers.find((answer) => answer !== undefined);
  if (trouble === undefined) {
    state.passes += looks;
    delete state.trouble;
    delete state.inspection;
  } else {
    state.passes = 0;
    state.failures += 1;
    state.trouble = trouble;
    await inspectIfDue(options, challenge, state);
  }
  state.answered = true;
  state.dueAt = new Date(clock.now().getTime() + pause(options, state) * 1000);
}

async function inspectIfDue(options: HttpChecksOptions, challenge: Challenge, state: State): Promise<void> {
  const { inspect, clock, maxSeconds } = options;
  const now = clock.now();
  const isDue =
    secondsBetween(state.inspectedAt ?? state.began, now) >= (state.inspectedAt ? maxSeconds : quietSeconds);
  if (!isDue) return;
  state.inspectedAt = now;
  try {
    state.inspection = await inspect(challenge);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    delete state.inspection; // it only adds words
  }
}

function pause({ clock, maxSeconds }: HttpChecksOptions, { passes, failures, began }: State): number {
  if (passes > 0) return betweenPassesSeconds;
  const isEager = secondsBetween(began, clock.now()) < eager.forSeconds;
  return Math.min(firstSeconds * 2 ** (failures - 1), isEager ? eager.everySeconds : maxSeconds, maxSeconds);
}
