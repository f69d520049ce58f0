import type { Clock } from '../../runtime/clock.ts';
import type { VaultLogin } from './answers.ts';
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

export function createVaultSession({ logIn, clock }: SessionOptions): VaultSession {
  let held: Held | undefined;
  let underWay: Promise<Held> | undefined;

  async function begin(): Promise<Held> {
    held = heldFrom(await logIn(), clock.now());
    return held;
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

function heldFrom({ token, leaseSeconds }: VaultLogin, now: Date): Held {
  if (leaseSeconds === 0) return { token, usableUntil: undefined };
  const seconds = leaseSeconds - Math.min(marginSeconds, leaseSeconds * marginShare);
  return { token, usableUntil: new Date(now.getTime() + seconds * 1000) };
}

function isUsable({ usableUntil }: Held, now: Date): boolean {
  return usableUntil === undefined || now < usableUntil;
}
