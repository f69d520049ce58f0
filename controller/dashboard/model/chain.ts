import { requestAnnotations } from '../../../api/annotations.ts';
import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../../api/certificate/certificate.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import type { Order } from '../../../api/order/order.ts';
import type { KubeObject } from '../../../api/resource.ts';
import type { DashboardStores } from './view.ts';

/** What was made for a Certificate on the way to its next, or else its present, revision. */
export interface Chain {
  readonly request?: CertificateRequest;
  readonly order?: Order;
  /** Those that are left: proofs are removed with their Order's success. */
  readonly challenges: readonly Challenge[];
}

/** Every request there still is, the newest first. */
export function requestsOf(
  { requests }: Pick<DashboardStores, 'requests'>,
  { metadata }: Certificate,
): readonly CertificateRequest[] {
  const owned = metadata.uid === undefined ? [] : requests.by('owner', metadata.uid);
  return owned.toSorted((one, other) => revisionOf(other) - revisionOf(one) || byAge(other, one));
}

export function chainOf(stores: DashboardStores, certificate: Certificate): Chain {
  const [request] = requestsOf(stores, certificate);
  const order = request && newestOf(stores.orders.by('owner', request.metadata.uid ?? ''));
  const challenges = order === undefined ? [] : stores.challenges.by('owner', order.metadata.uid ?? '');
  return {
    ...(request && { request }),
    ...(order && { order }),
    challenges: challenges.toSorted((one, other) => compare(nameOf(one), nameOf(other))),
  };
}

/** 0 when it does not say. */
export function revisionOf({ metadata }: CertificateRequest): number {
  return Number.parseInt(metadata.annotations?.[requestAnnotations.certificateRevision] ?? '', 10) || 0;
}

function nameOf({ spec, metadata }: Challenge): string {
  return `${spec.dnsName} ${metadata.name ?? ''}`;
}

function newestOf(orders: readonly Order[]): Order | undefined {
  return orders.toSorted((one, other) => byAge(other, one))[0];
}

function byAge({ metadata: one }: KubeObject, { metadata: other }: KubeObject): number {
  return compare(one.creationTimestamp ?? '', other.creationTimestamp ?? '');
}

/** By code units: the same in every locale, and fast. */
export function compare(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
