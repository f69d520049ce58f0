import type { Static } from 'typebox';

import type { DeepReadonly, KubeObject } from '../resource.ts';
import type { challengeSpec, challengeStatus } from './schema.ts';

/** `acme.cert-manager.io/v1 Challenge`: one proof of control for one name. */
export interface Challenge extends KubeObject {
  readonly spec: ChallengeSpec;
  readonly status?: ChallengeStatus;
}

export type ChallengeSpec = DeepReadonly<Static<typeof challengeSpec>>;
export type ChallengeStatus = DeepReadonly<Static<typeof challengeStatus>>;
export type ChallengeType = ChallengeSpec['type'];
