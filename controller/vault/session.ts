import { Failure, TransientFailure } from '../../api/failure.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { VaultLogin } from './answers.ts';
import { countedRefusal } from './classify.ts';
import type { VaultAnswer } from './transport.ts';

export interface SessionOptions {
  /** Comes by a token. */
  readonly logIn: () => Promise<VaultLogin>;
  readonly clock: Clock;
}

/** Who asks a Vault at the moment: one login serves everything that is asked while its lease lasts. */
export interface VaultSession {
  /** Logs in where no token is at hand; those who come while that is under way share it. */
  logIn(): Promise<void>;
  /** Asks with a token. One that is refused is forgotten, and a new one is tried, once. */
  ask(send: (token: string) => Promise<VaultAnswer>): Promise<VaultAnswer>;
}

interface Held {
  readonly token: string;
  /** `undefined`: for ever. */
  readonly usableUntil: Date | undefined;
}

/** Before its end, of a lease: a request under way must not be cut off, and clocks differ. */
const marginSeconds = 30;
const marginShare = 0.1;

/** A login that was refused, and is not tried again before then. */
interface Refused {
  readonly failure: Failure;
  readonly count: number;
  readonly until: Date;
}

/**
 * Vault locks a role for a quarter of an hour after five refusals without as long a pause between them. So after three, which
 * come quickly, it has that pause; a change of the issuer or its Secrets makes a new session.
 */
const quickRefusals = 3;
const pauseSeconds = 20 * 60;

export function createVaultSession({ logIn, clock }: SessionOptions): VaultSession {
  let refused: Refused | undefined;
  let held: Held | undefined;
  let underWay: Promise<Held> | undefined;

  async function begin(): Promise<Held> {
    if (refused !== undefined && clock.now() < refused.until) throw comeBack(refused, clock.now());
    try {
      held = heldFrom(await logIn(), clock.now());
      refused = undefined;
      return held;
    } catch (error) {
      if (!(error instanceof Failure) || error.reason !== countedRefusal) throw error;
      refused = refusedOnceMore(error, refused, clock.now());
      throw comeBack(refused, clock.now());
    }
  }

  async function current(): Promise<Held> {
    if (held !== undefined && isUsable(held, clock.now())) return held;
    underWay ??= begin().finally(() => (underWay = undefined));
    return underWay;
  }

  return {
    async logIn() {
      await current();
    },
    async ask(send) {
      const before = held;
      const used = await current();
      const answer = await send(used.token);
      if (answer.status !== 403 || used !== before) return answer;
      if (held === used) held = undefined;
      return send((await current()).token);
    },
  };
}

function refusedOnceMore(failure: Failure, before: Refused | undefined, now: Date): Refused {
  const count = (before?.count ?? 0) + 1;
  const seconds = count < quickRefusals ? 2 ** (count - 1) : pauseSeconds;
  return { failure, count, until: new Date(now.getTime() + seconds * 1000) };
}

function comeBack({ failure, until }: Refused, now: Date): TransientFailure {
  const retryAfterSeconds = Math.ceil((until.getTime() - now.getTime()) / 1000);
  return new TransientFailure(failure.reason, failure.message, { retryAfterSeconds, cause: failure });
}

function heldFrom({ token, leaseSeconds }: VaultLogin, now: Date): Held {
  if (leaseSeconds === 0) return { token, usableUntil: undefined };
  const seconds = leaseSeconds - Math.min(marginSeconds, leaseSeconds * marginShare);
  return { token, usableUntil: new Date(now.getTime() + seconds * 1000) };
}

function isUsable({ usableUntil }: Held, now: Date): boolean {
  return usableUntil === undefined || now < usableUntil;
}
