import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { IssuerLookup } from '../issuer-ref.ts';
import type { Signer } from '../issuer/signer.ts';

/** A CertificateRequest at one moment. */
export interface Seen {
  readonly request: CertificateRequest;
  readonly issuer: IssuerLookup;
  /** For the issuer's type; `undefined` when this edition serves none. */
  readonly signer: Signer | undefined;
  readonly autoApprove: boolean;
  readonly now: Date;
}

/** What can be done for a request. */
export type Action =
  /** Writes the approval, and that signing goes on, before anything leaves the process. */
  | { readonly do: 'announce' }
  | { readonly do: 'sign' }
  /** Writes an event without changing anything. */
  | { readonly do: 'tell'; readonly reason: string; readonly message: string };
