import type {
  CertificateRequest,
  CertificateRequestStatus,
} from '../../api/certificate-request/certificate-request.ts';
import { isTrue } from '../../api/conditions.ts';
import { type Failure, TransientFailure } from '../../api/failure.ts';
import { certificateRequests } from '../../api/kinds.ts';
import { keyOf } from '../../api/resource.ts';
import { isForbidden } from '../../runtime/api-error.ts';
import type { EventFact, Reconciler } from '../../runtime/reconcile.ts';
import { writeStatusOnce } from '../../runtime/status.ts';
import { apiServerUnreachable } from '../explained.ts';
import { issuerIndexValue } from '../indexes.ts';
import { controllerUid } from '../owner.ts';
import { type IssuerTypeName, findIssuer } from '../issuer-ref.ts';
import type { IssuerChanges } from '../issuer/changes.ts';
import type { Signer } from '../issuer/signer.ts';
import { isLosingOwner } from '../owner.ts';
import { requestUrgency } from '../urgency.ts';
import type { ControllerTools, KindController, Stop } from '../wiring.ts';
import { act } from './act.ts';
import { decide } from './decide.ts';
import type { Action, Seen } from './seen.ts';
import { pending } from './status.ts';

/** What requests need beside the tools. */
export interface RequestSurroundings {
  readonly issuerChanges: IssuerChanges;
  readonly signers: Readonly<Partial<Record<IssuerTypeName, Signer>>>;
}

/** Approves and signs CertificateRequests. */
export function requestController(tools: ControllerTools, surroundings: RequestSurroundings): KindController {
  const tell = (request: CertificateRequest, event: EventFact): void =>
    tools.record.record({ ...request, apiVersion: 'cert-manager.io/v1', kind: 'CertificateRequest' }, event);
  const reconciler: Reconciler<Seen, Action, CertificateRequestStatus> = {
    name: 'certificaterequests',
    observe: (key) => Promise.resolve(observe(tools, surroundings, key)),
    decide,
    act: (action, seen) => act(action, seen, (event) => tell(seen.request, event)),
    writeStatus: ({ request }, status) => writeStatus(tools, request, status),
    failed: (status, failure, seen) => statusAfter(status, failure, seen),
    record: ({ request }, event) => tell(request, event),
  };
  return {
    objects: tools.stores.requests,
    reconciler,
    urgency: (key) => requestUrgency(tools.stores.requests.get(key), tools.stores),
    wake: (enqueue) => wakeRequests(tools, surroundings, enqueue),
  };
}

function observe(
  { stores, settings, clock }: ControllerTools,
  { signers }: RequestSurroundings,
  key: string,
): Seen | undefined {
  const request = stores.requests.get(key);
  if (request === undefined || request.metadata.deletionTimestamp !== undefined) return undefined;
  if (isLosingOwner(request, stores.certificates)) return undefined;
  const issuer = findIssuer(stores, request.spec.issuerRef, request.metadata.namespace ?? '', settings);
  const type = issuer.is === 'found' ? issuer.type : undefined;
  return {
    request,
    issuer,
    signer: type === undefined ? undefined : signers[type],
    autoApprove: settings.autoApprove,
    now: clock.now(),
  };
}

/**
 * Approving needs the verb `approve` on the signer, which is granted and taken away without our seeing it: a refusal is
 * tried again.
 */
async function writeStatus(
  { cluster, stores }: ControllerTools,
  seen: CertificateRequest,
  status: CertificateRequestStatus,
): Promise<boolean> {
  try {
    return await writeStatusOnce({
      cluster,
      resource: certificateRequests,
      store: stores.requests,
      seen,
      status,
    });
  } catch (error) {
    const approves = isTrue(status.conditions, 'Approved') && !isTrue(seen.status?.conditions, 'Approved');
    if (!approves || !isForbidden(error)) throw error;
    throw new TransientFailure('ApprovalForbidden', `May not approve the request: ${error.message}`, {
      cause: error,
    });
  }
}

/** What holds signing up stands on the Ready condition; what kept us from writing at all cannot be written either. */
function statusAfter(
  _status: CertificateRequestStatus | undefined,
  { reason, message }: Failure,
  seen: Seen,
): CertificateRequestStatus {
  if (reason === 'ApprovalForbidden' || reason === apiServerUnreachable) return seen.request.status ?? {};
  return pending(seen, message);
}

function wakeRequests(
  { stores }: ControllerTools,
  { issuerChanges }: RequestSurroundings,
  enqueue: (key: string) => void,
): readonly Stop[] {
  const wake = (index: string, value: string): void => {
    for (const request of stores.requests.by(index, value)) enqueue(keyOf(request));
  };
  return [
    stores.requests.subscribe(({ object }) => enqueue(keyOf(object))),
    stores.secrets.subscribe(({ object }) => wake('privateKeySecret', keyOf(object))),
    stores.orders.subscribe(({ object }) => wake('uid', controllerUid(object) ?? '')),
    issuerChanges.subscribe((kind, { metadata }) =>
      wake('issuer', issuerIndexValue(kind, metadata.name ?? '', metadata.namespace)),
    ),
  ];
}
