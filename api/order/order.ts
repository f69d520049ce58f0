import type { Static } from 'typebox';

import type { DeepReadonly, KubeObject } from '../resource.ts';
import type { orderSpec, orderStatus } from './schema.ts';

export type { AcmeState } from '../schema/acme-state.ts';

/** `acme.cert-manager.io/v1 Order`: one order at an ACME server (RFC 8555 7.1.3). */
export interface Order extends KubeObject {
  readonly spec: OrderSpec;
  readonly status?: OrderStatus;
}

export type OrderSpec = DeepReadonly<Static<typeof orderSpec>>;
export type OrderStatus = DeepReadonly<Static<typeof orderStatus>>;
export type OrderAuthorization = NonNullable<OrderStatus['authorizations']>[number];
export type OrderChallenge = NonNullable<OrderAuthorization['challenges']>[number];
