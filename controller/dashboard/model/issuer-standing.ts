import { type Condition, findCondition } from '../../../api/conditions.ts';
import type { ClusterIssuer, Issuer } from '../../../api/issuer/issuer.ts';
import { issuerTypeOf } from '../../issuer-ref.ts';

/** What an issuer says of itself. */
export interface IssuerStanding {
  /** `acme`, `ca`, …; `none` when its spec names none. */
  readonly type: string;
  /** Of an ACME server or a Vault: where it is. */
  readonly server?: string;
  readonly ready: boolean;
  readonly reason: string;
  readonly words: string;
  readonly since?: Date;
  readonly conditions: readonly Condition[];
}

const unseen = {
  type: 'Ready',
  status: 'Unknown',
  reason: 'New',
  message: 'The controller has not looked at it yet',
} as const satisfies Condition;

export function standingOf({ spec, status }: Issuer | ClusterIssuer): IssuerStanding {
  const conditions = status?.conditions ?? [];
  const ready: Condition = findCondition(conditions, 'Ready') ?? unseen;
  const { reason = '', message = '', lastTransitionTime } = ready;
  return {
    type: issuerTypeOf(spec) ?? 'none',
    ...serverOf(spec),
    ready: ready.status === 'True',
    reason,
    words: message,
    ...(lastTransitionTime !== undefined && { since: new Date(lastTransitionTime) }),
    conditions,
  };
}

function serverOf({ acme, vault }: Issuer['spec']): Pick<IssuerStanding, 'server'> {
  const server = acme?.server ?? vault?.server;
  return server === undefined ? {} : { server };
}
