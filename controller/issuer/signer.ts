import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import type { EventFact } from '../../runtime/reconcile.ts';

/** An approved request and the ready issuer that shall sign it. */
export interface SignRequest {
  readonly request: CertificateRequest;
  readonly issuer: Issuer | ClusterIssuer;
  readonly kind: 'Issuer' | 'ClusterIssuer';
  /** Where the issuer's Secrets live. */
  readonly resourceNamespace: string;
  readonly now: Date;
}

/**
 * How signing went.
 *
 * - `issued`: `certificate` is the PEM chain without the root, `ca` the topmost certificate where one is known.
 * - `pending`: `message` goes into the Ready condition as it is, so keep it the same while nothing changes; something
 *   that wakes the request (a store change) must follow, or throw a TransientFailure to be asked again with back-off.
 * - `failed`: terminal; `reason` is the event's reason (the condition's is always `Failed`).
 */
export type SignOutcome =
  | {
      readonly is: 'issued';
      readonly certificate: string;
      readonly ca?: string;
      readonly events?: readonly EventFact[];
    }
  | { readonly is: 'pending'; readonly reason: string; readonly message: string }
  | { readonly is: 'failed'; readonly reason: string; readonly message: string };

/**
 * Signs requests for one type of issuer. `sign` is called again and again until it says `issued` or `failed`, also
 * after a restart: it looks at what is there and does the next thing.
 *
 * A Failure thrown by `sign` leaves the request Pending with the failure's message: a transient one is tried again with
 * back-off, a terminal one when something changes.
 */
export interface Signer {
  /**
   * Only for signers whose work leaves the process or costs quota: the Pending message that is written, together with the
   * approval, before `sign` is called for the first time. Signers without it sign first, and approval and result are one
   * write.
   */
  announce?(request: SignRequest): string;
  sign(request: SignRequest): Promise<SignOutcome>;
}
