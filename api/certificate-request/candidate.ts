import type { Example } from '../rule.ts';
import type { CertificateRequest } from './certificate-request.ts';

/** The names that a CSR asks for. */
export interface RequestedNames {
  readonly commonName?: string;
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
  /** Object identifiers of the other names. */
  readonly otherNames: readonly string[];
  readonly hasSubject: boolean;
}

/** What only the `pki` room can read out of `spec.request`. */
export type DecodedRequest =
  | { readonly error: string }
  | {
      /** The CA flag of the BasicConstraints extension; left out when the CSR has none. */
      readonly isCa?: boolean;
      /** How the usages in the CSR differ from those that `spec.usages` and `spec.isCA` ask for; left out when they agree or the CSR has none. */
      readonly usagesDiffer?: string;
      readonly names?: RequestedNames;
      /** What the certificate would carry though nothing in the object says so: `a directory name`. */
      readonly hidden?: readonly string[];
      /** Why the key is weak: `RSA of 1024 bits`. */
      readonly weakKey?: string;
      /** What is odd about the text around the CSR: `text before or after the block`. */
      readonly wrapping?: string;
    };

/** A CertificateRequest as rules see it. Callers decode first. */
export interface CertificateRequestCandidate {
  readonly request: CertificateRequest;
  readonly decoded: DecodedRequest;
}

interface Overrides {
  readonly spec?: object;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly conditions?: readonly object[];
  readonly certificate?: string;
  readonly decoded?: DecodedRequest;
}

function candidate({ spec, annotations, decoded = {}, ...status }: Overrides): CertificateRequestCandidate {
  const whole = {
    issuerRef: { name: 'ca' },
    request: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K',
    ...spec,
  };
  const request = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { name: 'shop-1', namespace: 'web', ...(annotations && { annotations }) },
    spec: whole,
    ...(Object.keys(status).length > 0 && { status }),
  } as unknown as CertificateRequest;
  return { request, decoded };
}

/** An example of a new request. */
export function at(overrides: Overrides = {}): Example<CertificateRequestCandidate> {
  return { after: candidate(overrides) };
}

/** An example of a request that is changed. */
export function changed(before: Overrides, after: Overrides): Example<CertificateRequestCandidate> {
  return { before: candidate(before), after: candidate(after) };
}
