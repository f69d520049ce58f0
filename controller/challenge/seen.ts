import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Failure } from '../../api/failure.ts';
import type { TxtReport } from '../../dns/propagation.ts';
import type { CaAuthorization } from '../acme/answers.ts';
import type { HttpCheck } from './http01/checks.ts';

/** What came of asking somebody. */
export type Report<Answer> =
  | {
      readonly is: 'answered';
      readonly answer: Answer;
      /** Until it makes sense to ask again. */
      readonly nextSeconds: number;
    }
  | { readonly is: 'failed'; readonly failure: Failure; readonly nextSeconds: number };

/** Another proof under way at the same TXT name. */
export interface Sibling {
  readonly key: string;
  readonly value: string;
  /** Whether its value was published. */
  readonly presented: boolean;
  /** Whether publishing it does not work: then nobody waits for it. */
  readonly failing: boolean;
  readonly createdAt: Date;
}

/** Everything that decides what becomes of a Challenge. */
export interface ChallengeSeen {
  readonly challenge: Challenge;
  readonly now: Date;
  /** What the CA says about the authorization: asked once it was told to look, and after a restart. */
  readonly authorization?: Report<CaAuthorization>;
  /** What the nameservers say: asked while the value waits to be seen. */
  readonly check?: Report<TxtReport>;
  /** What asking the name itself has told, where the proof is by HTTP. */
  readonly httpCheck?: HttpCheck;
  readonly siblings: readonly Sibling[];
  /** Since when every server had the own value. */
  readonly visibleSince?: Date;
  /** Whether this process told the CA to look. */
  readonly accepted: boolean;
  /** The self-check informs, the CA decides: after this long it is asked in any case. */
  readonly askAnywaySeconds: number;
  /** Whether too many other proofs are being given. */
  readonly crowded: boolean;
}
