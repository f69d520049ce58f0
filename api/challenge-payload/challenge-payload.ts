import type { Static } from 'typebox';

import type { DeepReadonly } from '../resource.ts';
import type { challengePayload } from './schema.ts';

/** What is posted to `/apis/<groupName>/v1alpha1/<solverName>`, and comes back with `response` filled in. */
export type ChallengePayload = DeepReadonly<Static<typeof challengePayload>>;
export type ChallengeRequest = NonNullable<ChallengePayload['request']>;
export type ChallengeResponse = NonNullable<ChallengePayload['response']>;
export type ChallengeAction = ChallengeRequest['action'];

/** The type's own group and version, whatever group the solver is registered under. */
export const challengePayloadApiVersion = 'webhook.acme.cert-manager.io/v1alpha1';
export const challengePayloadKind = 'ChallengePayload';
