import { createPublicKey } from 'node:crypto';

import { secretAnnotations, secretLabels } from '../../api/annotations.ts';
import type { Certificate, CertificateSpec, CertificateStatus } from '../../api/certificate/certificate.ts';
import type { NextKey, RequestFacts, RequestState, Seen } from '../../controller/certificate/seen.ts';
import { detailAnnotations } from '../../controller/certificate/details.ts';
import type { KeyFacts, LeafFacts, SecretFacts } from '../../controller/secret-facts.ts';
import { defaultSettings } from '../../controller/settings.ts';
import type { CsrFacts } from '../../pki/csr.ts';
import { certificateRequest } from './certificate-request.ts';
import { certificate } from './certificate.ts';
import { condition, controlledBy } from './object.ts';
import { secret } from './secret.ts';

/** Digests stand for keys: equal ones are the same key. */
export const rsaKey = (digest: string): KeyFacts => ({
  spec: { algorithm: 'RSA', size: 2048 },
  spkiDigest: digest,
});

const noSubject = {
  organizations: [],
  organizationalUnits: [],
  countries: [],
  provinces: [],
  localities: [],
  postalCodes: [],
  streetAddresses: [],
};

const noNames = { ipAddresses: [], emailAddresses: [], uris: [], otherNames: [] };

/** A leaf for shop.example; `key` is the digest of its key. */
export function leaf(from: string, to: string, more: Partial<LeafFacts> = {}): LeafFacts {
  return {
    serial: '01',
    notBefore: new Date(from),
    notAfter: new Date(to),
    dnsNames: ['shop.example'],
    ...noNames,
    subject: noSubject,
    isCa: false,
    spkiDigest: 'key-1',
    ...more,
  };
}

/** The target Secret as we write it, in order in every respect. */
export function targetSecretFacts(own: LeafFacts, more: Partial<SecretFacts> = {}): SecretFacts {
  const details = detailAnnotations(own);
  const annotations = {
    ...details,
    [secretAnnotations.certificateName]: 'shop',
    [secretAnnotations.issuerName]: 'ca',
    [secretAnnotations.issuerKind]: '',
    [secretAnnotations.issuerGroup]: '',
  };
  const labels = { [secretLabels.watched]: 'true' };
  return {
    ...secret({ type: 'kubernetes.io/tls', metadata: { labels, annotations } }),
    type: 'kubernetes.io/tls',
    dataKeys: ['ca.crt', 'tls.crt', 'tls.key'],
    dataDigests: { 'tls.crt': 'pem-1' },
    key: rsaKey(own.spkiDigest),
    leaf: own,
    caPresent: true,
    formats: { der: false, combinedPem: false },
    managed: {
      labels: Object.keys(labels),
      annotations: Object.keys(annotations),
      dataKeys: ['ca.crt', 'tls.crt', 'tls.key'],
      ownerUids: [],
    },
    ...more,
  };
}

/** What a CSR for shop.example says. */
export function csrFacts(more: Partial<CsrFacts> = {}): CsrFacts {
  return {
    pem: '',
    der: Buffer.alloc(0),
    spkiDer: Buffer.alloc(0),
    subjectDer: Buffer.from([0x30, 0]),
    subject: noSubject,
    dnsNames: ['shop.example'],
    ...noNames,
    spkiDigest: 'key-1',
    publicKey: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) }, format: 'jwk' }),
    ...more,
  };
}

/** Request `shop-<revision>`, pending, signed by `key-<revision>`. */
export function request(revision: number, more: Partial<RequestFacts> = {}): RequestFacts {
  const owner = certificate();
  const name = `shop-${revision}`;
  return {
    object: certificateRequest({ name, metadata: { name, ownerReferences: [controlledBy(owner)] } }),
    name,
    revision,
    csr: csrFacts({ spkiDigest: `key-${revision}` }),
    state: { is: 'pending' },
    ...more,
  };
}

/** The state of a request that was signed. */
export function issued(own: LeafFacts, digest = 'pem-1'): RequestState {
  return { is: 'issued', leaf: own, digest };
}

/** The next key `shop-<revision>-next`, in memory. */
export function nextKey(revision: number, place: NextKey['place'] = 'memory'): NextKey {
  return { name: `shop-${revision}-next`, place, key: rsaKey(`key-${revision}`) };
}

interface SeenOverrides extends Partial<Omit<Seen, 'certificate' | 'now'>> {
  readonly spec?: Partial<CertificateSpec>;
  readonly status?: CertificateStatus;
  readonly metadata?: Certificate['metadata'];
}

/** `web/shop` at an instant: no Secret, nothing begun, a ready CA issuer. */
export function seen(now: string, { spec = {}, status, metadata = {}, ...more }: SeenOverrides = {}): Seen {
  return {
    certificate: certificate({ spec, metadata, ...(status === undefined ? {} : { status }) }),
    now: new Date(now),
    secret: undefined,
    nextKey: undefined,
    strayKeys: [],
    requests: [],
    issuer: { signsAtOnce: true, changedSinceFailure: false },
    ownsSecretName: true,
    settings: defaultSettings,
    ...more,
  };
}

/** The status while something is being issued because the Secret does not exist. */
export function busy(revision: number, more: CertificateStatus = {}): CertificateStatus {
  const message = 'Issuing certificate as Secret does not exist';
  const because = { reason: 'DoesNotExist', message, observedGeneration: 1 };
  return {
    conditions: [
      condition('Issuing', 'True', because),
      condition('Ready', 'False', because),
      condition('Reconciling', 'True', because),
    ],
    nextPrivateKeySecretName: `shop-${revision}-next`,
    observedGeneration: 1,
    ...more,
  };
}

/** The status of a certificate that is fine: revision 1, 1 January to 1 April, renewal on 2 March. */
export const fine: CertificateStatus = {
  conditions: [
    condition('Ready', 'True', {
      reason: 'Ready',
      message: 'Certificate is up to date and has not expired',
      observedGeneration: 1,
    }),
  ],
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-04-01T00:00:00Z',
  renewalTime: '2026-03-02T00:00:00Z',
  revision: 1,
  observedGeneration: 1,
};
