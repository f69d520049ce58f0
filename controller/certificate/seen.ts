import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import type { CsrFacts } from '../../pki/csr.ts';
import type { RenewalInfo } from '../acme/renewal-info.ts';
import type { KeyFacts, LeafFacts, SecretFacts, Unreadable } from '../secret-facts.ts';
import type { Settings } from '../settings.ts';
import { nextRevisionOf } from './names.ts';
import type { Overwrite } from './overwrites.ts';

/** How a request stands, in the order in which a Certificate cares. */
export type RequestState =
  | { readonly is: 'pending' }
  /** Denied, refused or failed: terminal. `at` is never before the request was made, whatever the clock of its signer. */
  | { readonly is: 'failed'; readonly reason: string; readonly message: string; readonly at: Date }
  | { readonly is: 'issued'; readonly leaf: LeafFacts | Unreadable; readonly digest: string };

/** What a signing request asks for: kept for every request there is, so without its bytes. */
export type Asked = Omit<
  CsrFacts,
  'pem' | 'der' | 'publicKey' | 'spkiDer' | 'sanDer' | 'nameConstraintsDer' | 'nameConstraintsCritical'
>;

/** A CertificateRequest that the Certificate controls. */
export interface RequestFacts {
  readonly object: CertificateRequest;
  readonly name: string;
  /** From its annotation; `undefined` when that is no whole number. */
  readonly revision: number | undefined;
  readonly csr: Asked | Unreadable;
  readonly state: RequestState;
}

/** The private key of the issuance in progress. */
export interface NextKey {
  /** Of its Secret, whether or not there is one. */
  readonly name: string;
  /** `memory`: only for requests that we sign ourselves at once. */
  readonly place: 'memory' | 'secret';
  readonly key: KeyFacts | Unreadable;
}

/** What `decide` needs to know of the issuer. */
export interface IssuerView {
  /** It is ours, ready, and of a type that signs in the same step that approves: the key need not be durable. */
  readonly signsAtOnce: boolean;
  /** It, or a Secret it names, changed since the last attempt failed, in a way that may mend that. */
  readonly changedSinceFailure: boolean;
  /** Why nothing can be issued until somebody else has done something: about the issuer, or about a proof for it. */
  readonly obstacle?: string;
}

/** What a CA answered when it was asked about the renewal of a certificate (RFC 9773). */
export type RenewalAnswer = {
  /** Of the certificate in question. */
  readonly certificateId: string;
  readonly at: Date;
  readonly retryAfterSeconds?: number;
} & (
  | { readonly is: 'told'; readonly info: RenewalInfo }
  | { readonly is: 'unsupported' }
  | { readonly is: 'failed'; readonly message: string }
);

/** Everything about one Certificate at one moment. */
export interface Seen {
  readonly certificate: Certificate;
  readonly now: Date;
  /** The Secret named by `spec.secretName`. */
  readonly secret: SecretFacts | undefined;
  /** There is none yet, but it may be about to be restored: so long nothing is done. */
  readonly awaitsSecretSeconds?: number;
  readonly nextKey: NextKey | undefined;
  /** Names of next-key Secrets of this Certificate that are not `nextKey`. */
  readonly strayKeys: readonly string[];
  readonly requests: readonly RequestFacts[];
  readonly issuer: IssuerView;
  /** Of several Certificates with one `secretName`, this one may write it. */
  readonly ownsSecretName: boolean;
  /** The name of the Certificate that may, when this one may not. */
  readonly secretNameOwner?: string;
  /** Somebody else wrote over what we had written into the Secret, at least once. */
  readonly overwritten?: Overwrite;
  /** Only where CAs have a say in when to renew: of an ACME issuer, and the gate is open. */
  readonly renewalInformation?: { readonly canAsk: boolean; readonly answer?: RenewalAnswer };
  readonly settings: Pick<Settings, 'backoff' | 'enableCertificateOwnerRef'>;
}

/** The request that led to the certificate in use. */
export function currentRequest({ certificate, requests }: Seen): RequestFacts | undefined {
  const revision = certificate.status?.revision;
  return revision === undefined ? undefined : requests.find((request) => request.revision === revision);
}

/** The requests of the issuance in progress: none or one, unless somebody else made some too. */
export function nextRequests(seen: Seen): readonly RequestFacts[] {
  const revision = nextRevisionOf(seen.certificate);
  return seen.requests.filter((request) => request.revision === revision);
}
