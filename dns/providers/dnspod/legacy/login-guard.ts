import { createHash } from 'node:crypto';
import type { Clock } from '../../../../runtime/clock.ts';
import { createFacts } from '../../../vendor-api/memory.ts';
import type { Refusal } from '../../../vendor-api/refusal.ts';

/**
 * Keeps a wrong token from shutting the account out: 30 failed logins within five minutes block it for an hour, and a
 * wrong token in an Issuer with many names is tried faster than that.
 */
export interface LoginGuard {
  /** @returns how this token was refused, when that was a moment ago */
  refusalOf(token: string, clock: Clock): Refusal | undefined;
  note(token: string, refusal: Refusal, clock: Clock): void;
}

const quietSeconds = 60;
const refusedLogins: ReadonlySet<string> = new Set(['-1', '-8', '85']);

export function createLoginGuard(): LoginGuard {
  const refused = createFacts<{ readonly refusal: Refusal; readonly until: number }>();
  const keyOf = (token: string): string => createHash('sha256').update(token).digest('base64');
  return {
    refusalOf(token, clock) {
      const known = refused.get(keyOf(token));
      return known && clock.now().getTime() < known.until ? known.refusal : undefined;
    },
    note(token, refusal, clock) {
      if (!refusedLogins.has(refusal.code)) return;
      refused.set(keyOf(token), { refusal, until: clock.now().getTime() + quietSeconds * 1000 });
    },
  };
}
