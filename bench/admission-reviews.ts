import type { CertificateSpec } from '../api/certificate/certificate.ts';
import { withVisibleDefaults } from '../api/certificate/made-visible.ts';

/** A line for the load generator (`test/tools/admission-load/review.go`). */
export interface LoadReview {
  readonly path: string;
  /** With {@link placeholderUid} where each review gets a uid of its own. */
  readonly body: string;
  readonly expect: 'allowed' | 'patch' | 'anything';
}

const placeholderUid = '00000000-0000-0000-0000-000000000000';

type Shape = (name: string) => CertificateSpec;

const short: Shape = (name) => ({
  secretName: `${name}-tls`,
  issuerRef: { name: 'ca' },
  dnsNames: [`${name}.example.com`],
});

const ordinary: Shape = (name) => ({
  secretName: `${name}-tls`,
  issuerRef: { name: 'ca', kind: 'Issuer' },
  commonName: `${name}.example.com`,
  dnsNames: [`${name}.example.com`, `*.${name}.example.com`],
  duration: '2160h',
  renewBefore: '360h',
  privateKey: { algorithm: 'ECDSA', size: 256 },
});

/** What people write: every second one is short. Every one of them can be issued. */
const shapes: readonly Shape[] = [
  ordinary,
  (name) => ({
    secretName: `${name}-tls`,
    issuerRef: { name: 'ca' },
    secretTemplate: { labels: { app: name, team: 'web' }, annotations: { 'example.com/owner': 'web' } },
    subject: { organizations: ['Example'], organizationalUnits: ['Web'], countries: ['DE'] },
    dnsNames: [`${name}.example.com`],
    ipAddresses: ['192.0.2.7', '2001:db8::7'],
    uris: [`spiffe://example.com/ns/bench/sa/${name}`],
    emailAddresses: [`${name}@example.com`],
    usages: ['digital signature', 'key encipherment', 'server auth', 'client auth'],
    privateKey: { rotationPolicy: 'Always' },
    revisionHistoryLimit: 3,
    additionalOutputFormats: [{ type: 'CombinedPEM' }],
  }),
  (name) => ({
    secretName: `${name}-tls`,
    issuerRef: { name: 'ca' },
    dnsNames: Array.from({ length: 50 }, (_, index) => `${name}-${index}.example.com`),
  }),
  short,
  short,
  short,
];

const variants = 40;

/** As if the object had come with `kubectl apply`: the API server sends along what it keeps about that. */
function metadataOf(name: string, spec: CertificateSpec): object {
  const fields = Object.fromEntries(Object.keys(spec).map((key) => [`f:${key}`, {}]));
  const manifest = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name }, spec };
  return {
    name,
    namespace: 'bench',
    uid: '3e8bd7d2-1f0f-4f5e-9f0b-2f6f0b6a5c11',
    generation: 1,
    creationTimestamp: '2026-01-01T00:00:00Z',
    labels: { 'app.kubernetes.io/name': name, team: 'web' },
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': `${JSON.stringify(manifest)}\n` },
    managedFields: [
      {
        manager: 'kubectl-client-side-apply',
        operation: 'Update',
        apiVersion: 'cert-manager.io/v1',
        time: '2026-01-01T00:00:00Z',
        fieldsType: 'FieldsV1',
        fieldsV1: { 'f:metadata': { 'f:annotations': {}, 'f:labels': {} }, 'f:spec': fields },
      },
    ],
  };
}

const status = {
  conditions: [
    {
      type: 'Ready',
      status: 'True',
      reason: 'Ready',
      message: 'Certificate is up to date and has not expired',
      lastTransitionTime: '2026-01-01T00:00:05Z',
      observedGeneration: 1,
    },
  ],
  notBefore: '2026-01-01T00:00:00Z',
  notAfter: '2026-04-01T00:00:00Z',
  renewalTime: '2026-03-02T00:00:00Z',
  revision: 1,
};

function objectOf(name: string, spec: unknown, more: object = {}): object {
  const metadata = metadataOf(name, spec as CertificateSpec);
  return { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec, ...more };
}

function bodyOf(name: string, object: object, oldObject: object | undefined): string {
  const kind = { group: 'cert-manager.io', version: 'v1', kind: 'Certificate' };
  const resource = { group: 'cert-manager.io', version: 'v1', resource: 'certificates' };
  const options = oldObject === undefined ? 'CreateOptions' : 'UpdateOptions';
  return JSON.stringify({
    kind: 'AdmissionReview',
    apiVersion: 'admission.k8s.io/v1',
    request: {
      uid: placeholderUid,
      kind,
      resource,
      requestKind: kind,
      requestResource: resource,
      name,
      namespace: 'bench',
      operation: oldObject === undefined ? 'CREATE' : 'UPDATE',
      userInfo: {
        username: 'ann',
        groups: ['dev', 'system:authenticated'],
        extra: { 'authentication.kubernetes.io/credential-id': ['X509SHA256=0a1b2c3d'] },
      },
      object,
      oldObject: oldObject ?? null,
      dryRun: false,
      options: { kind: options, apiVersion: 'meta.k8s.io/v1', fieldManager: 'kubectl-client-side-apply' },
    },
  });
}

/** One create and one update of each shape, under many names. */
function* many(defaulted: boolean): Generator<string> {
  const spelt = (spec: CertificateSpec) => (defaulted ? withVisibleDefaults(spec) : spec);
  for (let variant = 0; variant < variants; variant += 1) {
    for (const [index, shape] of shapes.entries()) {
      const name = `shop-${index}-${variant}`;
      const spec = shape(name);
      yield bodyOf(name, objectOf(name, spelt(spec)), undefined);
      const changed = { ...spec, dnsNames: [...(spec.dnsNames ?? []), `new-${name}.example.com`] };
      const before = objectOf(name, withVisibleDefaults(spec), { status });
      yield bodyOf(name, objectOf(name, spelt(changed), { status }), before);
    }
  }
}

/** The same Certificate each time, a new one of two names: what there are figures of other webhooks for. */
function* one(defaulted: boolean): Generator<string> {
  const spec = ordinary('shop');
  yield bodyOf('shop', objectOf('shop', defaulted ? withVisibleDefaults(spec) : spec), undefined);
}

const bodies = { one, many };

/** What is sent: one Certificate again and again, or many that differ, half of them changes, some with fifty names. */
export type Mix = keyof typeof bodies;

/** Reviews of Certificates as they are when they come to the validating webhook: with their defaults. */
export function reviewsToValidate(mix: Mix): readonly LoadReview[] {
  const path = '/validate?timeout=10s';
  return Array.from(bodies[mix](true), (body) => ({ path, body, expect: 'allowed' }));
}

/** As people send them, so that there is something to add to each. */
export function reviewsToMutate(mix: Mix, expect: LoadReview['expect'] = 'patch'): readonly LoadReview[] {
  return Array.from(bodies[mix](false), (body) => ({ path: '/mutate?timeout=10s', body, expect }));
}
