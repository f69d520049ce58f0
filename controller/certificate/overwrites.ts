import { keyOf } from '../../api/resource.ts';
import { type Clock, secondsBetween } from '../../runtime/clock.ts';
import type { Store } from '../../runtime/store.ts';
import type { SecretFacts } from '../secret-facts.ts';
import type { Stop } from '../wiring.ts';

/** Somebody else wrote over the key or the certificate that we had written into a Secret. */
export interface Overwrite {
  /** The field manager that did it last. */
  readonly manager: string;
  /** How often it happened, with less than a week between. */
  readonly times: number;
  readonly at: Date;
}

/**
 * Remembers who writes over what we wrote. Kept in memory: a new process answers the first time at once, as it should, and
 * learns from the second.
 */
export interface Overwrites {
  /** @param secretKey `namespace/name` */
  of(secretKey: string): Overwrite | undefined;
  /** Nobody wants the Secret any more. */
  forget(secretKey: string): void;
  /** Watches a store. */
  watch(secrets: Pick<Store<SecretFacts>, 'subscribe'>): Stop;
}

/** Somebody who comes by once in a week is no second writer. */
const forgottenAfterSeconds = 7 * 24 * 3600;

export function createOverwrites(clock: Pick<Clock, 'now'>): Overwrites {
  const known = new Map<string, Overwrite>();
  return {
    of: (secretKey) => known.get(secretKey),
    forget: (secretKey) => void known.delete(secretKey),
    watch: (secrets) =>
      secrets.subscribe((change) => {
        const key = keyOf(change.object);
        const manager = change.type === 'modified' ? takenOver(change.before, change.object) : undefined;
        if (manager !== undefined) known.set(key, after(known.get(key), manager, clock.now()));
      }),
  };
}

function after(last: Overwrite | undefined, manager: string, at: Date): Overwrite {
  const isRecent = last !== undefined && secondsBetween(last.at, at) < forgottenAfterSeconds;
  return { manager, times: isRecent ? last.times + 1 : 1, at };
}

/** @returns the field manager that has key or certificate now, which were ours before */
export function takenOver(before: SecretFacts, now: SecretFacts): string | undefined {
  return isOurs(before) ? foreignWriter(now) : undefined;
}

/** Who wrote the key or the certificate in our place; whoever wrote the same as we did stands in nobody's way. */
export function foreignWriter(secret: SecretFacts | undefined): string | undefined {
  return secret === undefined || isOurs(secret) ? undefined : secret.writers?.[0];
}

function isOurs({ managed: { dataKeys } }: SecretFacts): boolean {
  return dataKeys.includes('tls.key') && dataKeys.includes('tls.crt');
}
