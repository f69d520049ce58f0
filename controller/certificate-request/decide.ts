import type { CertificateRequestStatus } from '../../api/certificate-request/certificate-request.ts';
import { isTrue } from '../../api/conditions.ts';
import type { Decision } from '../../runtime/reconcile.ts';
import type { IssuerLookup } from '../issuer-ref.ts';
import type { Action, Seen } from './seen.ts';
import { approvedStatus, denied, isFinal, pending } from './status.ts';

type Step = Decision<Action, CertificateRequestStatus>;

/** What shall become of a CertificateRequest. */
export function decide(seen: Seen): Step {
  const status = seen.request.status ?? {};
  const ours = seen.issuer.is !== 'external';
  if (isFinal(status)) return { status, actions: [] };
  if (isTrue(status.conditions, 'Denied')) return { status: ours ? denied(seen) : status, actions: [] };
  if (isTrue(status.conditions, 'InvalidRequest')) return { status, actions: [] };
  const approved = approvedStatus(seen);
  if (!ours) return { status: approved, actions: [] };
  if (!isTrue(approved.conditions, 'Approved')) return { status, actions: [waitForApproval] };
  return approvedStep(seen, approved);
}

const waitForApproval: Action = {
  do: 'tell',
  reason: 'WaitingForApproval',
  message: 'Not signing CertificateRequest until it is Approved',
};

function approvedStep(seen: Seen, approved: CertificateRequestStatus): Step {
  const obstacle = obstacleOf(seen.issuer, seen.signer !== undefined);
  if (obstacle !== undefined) {
    const event = { type: 'Normal', ...obstacle } as const;
    return { status: pending(seen, obstacle.message), actions: [], events: [event] };
  }
  if (seen.request.status?.certificate !== undefined) return { status: approved, actions: [] };
  const wasApproved = isTrue(seen.request.status?.conditions, 'Approved');
  const announces = !wasApproved && seen.signer?.announce !== undefined;
  return { status: approved, actions: announces ? [{ do: 'announce' }, { do: 'sign' }] : [{ do: 'sign' }] };
}

interface Obstacle {
  readonly reason: string;
  readonly message: string;
}

/** Why nobody can sign yet; a change of the issuer asks again. */
function obstacleOf(issuer: IssuerLookup, served: boolean): Obstacle | undefined {
  if (issuer.is === 'external') return undefined;
  if (issuer.is === 'missing') {
    return { reason: 'IssuerNotFound', message: `Referenced "${issuer.kind}" not found: ${issuer.message}` };
  }
  const { namespace, name } = issuer.issuer.metadata;
  if (issuer.type === undefined) {
    const message = `Missing issuer type: no issuer specified for Issuer '${namespace ?? ''}/${name ?? ''}'`;
    return { reason: 'IssuerTypeMissing', message };
  }
  if (!issuer.ready) {
    return { reason: 'IssuerNotReady', message: 'Referenced issuer does not have a Ready status condition' };
  }
  if (served) return undefined;
  const message = `This edition cannot sign with issuers of type ${issuer.type}: use acme, ca, selfSigned or vault, or an external issuer`;
  return { reason: 'NotSupported', message };
}
