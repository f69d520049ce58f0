import type { CertificateRequestSpec } from '../api/certificate-request/certificate-request.ts';
import { Failure } from '../api/failure.ts';
import type { Cluster } from '../runtime/cluster.ts';
import type { Log } from '../runtime/log.ts';

/** Who the controller is to the API server, as admission writes it into a request; nothing where that is not known. */
export type OwnIdentity = Pick<CertificateRequestSpec, 'username' | 'uid' | 'groups'>;

interface SelfSubjectReview {
  readonly status?: { readonly userInfo?: { username?: string; uid?: string; groups?: readonly string[] } };
}

/**
 * Asks the API server who we are (`authentication.k8s.io/v1 SelfSubjectReview`, open to everybody). A request that says so
 * itself needs no webhook to be told, so renewals go on without one. What else is known of us, such as the id of our token,
 * changes while we run and is left out.
 */
export async function ownIdentity(cluster: Cluster, log: Log): Promise<OwnIdentity> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' };
  try {
    const path = '/apis/authentication.k8s.io/v1/selfsubjectreviews';
    const { status } = await cluster.request<SelfSubjectReview>('POST', path, { body });
    const { username, uid, groups } = status?.userInfo ?? {};
    return username === undefined ? {} : { username, uid: uid ?? '', groups: groups ?? [] };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn({ err: error }, 'It is not known who we are: requests wait for the webhook to say it');
    return {};
  }
}
