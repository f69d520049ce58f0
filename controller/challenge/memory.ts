import type { TxtReport } from '../../dns/propagation.ts';
import type { CaAuthorization } from '../acme/answers.ts';
import { createPolls } from '../acme/polls.ts';
import type { Polls } from '../acme/polls.ts';
import type { Failure } from '../../api/failure.ts';

/** What was learned by asking, or why asking did not work. */
export type Asked<Answer> = { readonly answer: Answer } | { readonly failure: Failure };

/**
 * What this process knows of Challenges under way, by their uid. Nothing of it is needed: after a restart the CA and DNS
 * are asked.
 */
export interface ChallengeMemory {
  readonly authorizations: Polls<Asked<CaAuthorization>>;
  readonly checks: Polls<Asked<TxtReport>>;
  /** The CA was told to look. */
  readonly accepted: Set<string>;
  /** This process published the value, or has read the authorization since: the CA has nothing new to say. */
  readonly known: Set<string>;
  /** This process made everything that answers the challenge, so that it knows the names. */
  readonly firstHand: Set<string>;
  /** Publishing the value does not work at the moment. */
  readonly failing: Set<string>;
  /** Since when every server had the value. */
  readonly visibleSince: Map<string, Date>;
  forget(uid: string): void;
}

/** @param checkSeconds the longest time between two self-checks */
export function createChallengeMemory(checkSeconds: number): ChallengeMemory {
  const memory = {
    authorizations: createPolls<Asked<CaAuthorization>>({ firstSeconds: 0.3, maxSeconds: 10 }),
    checks: createPolls<Asked<TxtReport>>({ firstSeconds: 0.3, maxSeconds: checkSeconds }),
    accepted: new Set<string>(),
    known: new Set<string>(),
    firstHand: new Set<string>(),
    failing: new Set<string>(),
    visibleSince: new Map<string, Date>(),
  };
  return {
    ...memory,
    forget(uid) {
      memory.authorizations.forget(uid);
      memory.checks.forget(uid);
      const { accepted, known, firstHand, failing, visibleSince } = memory;
      for (const set of [accepted, known, firstHand, failing, visibleSince]) set.delete(uid);
    },
  };
}
