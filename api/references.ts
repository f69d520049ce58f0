import type { Static } from 'typebox';

import type { DeepReadonly } from './resource.ts';
import type { issuerRef, localRef, secretKeyRef, serviceAccountRef } from './schema/references.ts';

export type IssuerRef = DeepReadonly<Static<ReturnType<typeof issuerRef>>>;
export type SecretKeyRef = DeepReadonly<Static<ReturnType<typeof secretKeyRef>>>;
export type ServiceAccountRef = DeepReadonly<Static<ReturnType<typeof serviceAccountRef>>>;
export type LocalRef = DeepReadonly<Static<ReturnType<typeof localRef>>>;
