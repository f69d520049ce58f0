import type { Example } from '../rule.ts';
import type { Certificate, CertificateSpec } from './certificate.ts';

/** What came of reading `spec.literalSubject` (RFC 4514): the first commonName in it, or why it can't be read. */
export type LiteralSubject = { readonly commonName?: string } | { readonly error: string };

/**
 * A Certificate as rules see it: the object, and what only the `pki` room can read out of it. Callers decode first.
 */
export interface CertificateCandidate {
  readonly certificate: Certificate;
  /** Present exactly when `spec.literalSubject` is set and not empty. */
  readonly literalSubject?: LiteralSubject;
}

type Overrides = { readonly [Key in keyof CertificateSpec]?: CertificateSpec[Key] | undefined };

function withoutUndefined(spec: Overrides): CertificateSpec {
  return Object.fromEntries(
    Object.entries(spec).filter(([, value]) => value !== undefined),
  ) as unknown as CertificateSpec;
}

/** An example Certificate with annotations; the rest as {@link at} has it. */
export function annotated(
  annotations: Readonly<Record<string, string>>,
  spec: Overrides,
): Example<CertificateCandidate> {
  const { certificate } = at(spec).after;
  const metadata = { ...certificate.metadata, annotations };
  return { after: { certificate: { ...certificate, metadata } } };
}

/** An example Certificate: a legal one, with these members of `spec` instead; `undefined` leaves a member out. */
export function at(spec: Overrides, literalSubject?: LiteralSubject): Example<CertificateCandidate> {
  const whole = { secretName: 'shop-tls', issuerRef: { name: 'ca' }, dnsNames: ['shop.example'], ...spec };
  const certificate: Certificate = {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: 'shop', namespace: 'web' },
    spec: withoutUndefined(whole),
  };
  return { after: { certificate, ...(literalSubject && { literalSubject }) } };
}
