import { certificateFor } from '../cluster/controller-scene.ts';
import type { GitOpsCluster } from './gitops-cluster.ts';
import type { Tree } from './git-repository.ts';

/** Where the Certificates of the suites are. */
export const namespace = 'shop';

const apiVersion = 'cert-manager.io/v1';
const base64 = (text: string) => Buffer.from(text).toString('base64');
const issuerRef = (name: string) => ({ name, kind: 'ClusterIssuer', group: 'cert-manager.io' });

/** A Certificate in {@link namespace} as people write it. */
export function certificate(name: string, issuer = 'company-ca', more: object = {}): object {
  const made = certificateFor(name, { issuerRef: issuerRef(issuer), ...more });
  return { ...made, metadata: { name, namespace } };
}

/** Issuers with all that they need: an own CA and one that proves names by DNS. */
export function platform({ acme, dns }: GitOpsCluster): Tree {
  const inNamespace = (name: string) => ({ name, namespace: 'certloom' });
  const rfc2136 = {
    nameserver: dns.server,
    tsigKeyName: dns.tsig.name,
    tsigAlgorithm: 'HMACSHA256',
    tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
  };
  return {
    'namespace.yaml': [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }],
    'ca.yaml': [
      {
        apiVersion,
        kind: 'ClusterIssuer',
        metadata: { name: 'company-ca' },
        spec: { ca: { secretName: 'company-root' } },
      },
      {
        apiVersion,
        kind: 'Certificate',
        metadata: inNamespace('company-root'),
        spec: {
          isCA: true,
          commonName: 'Example Company Root',
          secretName: 'company-root',
          duration: '87600h',
          privateKey: { algorithm: 'ECDSA', size: 256 },
          issuerRef: { name: 'selfsigned' },
        },
      },
      { apiVersion, kind: 'Issuer', metadata: inNamespace('selfsigned'), spec: { selfSigned: {} } },
    ],
    'acme.yaml': [
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: inNamespace('tsig'),
        data: { secret: base64(dns.tsig.secret) },
      },
      {
        apiVersion,
        kind: 'ClusterIssuer',
        metadata: { name: 'acme' },
        spec: {
          acme: {
            server: acme.directoryUrl,
            caBundle: base64(acme.caPem),
            privateKeySecretRef: { name: 'acme-account' },
            solvers: [{ dns01: { rfc2136 } }],
          },
        },
      },
    ],
  };
}

export const apps: Tree = {
  'web.yaml': [certificate('web')],
  'public.yaml': [
    certificate('public', 'acme', { dnsNames: ['public.example.com', '*.public.example.com'] }),
  ],
};

/** A CA of its own and a certificate from it, each in a wave of Argo CD's that waits for the one before. */
export const inWaves: readonly object[] = [
  { kind: 'Issuer', name: 'wave-root', spec: { selfSigned: {} } },
  {
    kind: 'Certificate',
    name: 'wave-ca',
    spec: {
      isCA: true,
      commonName: 'a CA of a team',
      secretName: 'wave-ca-tls',
      privateKey: { algorithm: 'ECDSA' },
      issuerRef: { name: 'wave-root' },
    },
  },
  { kind: 'Issuer', name: 'wave-ca', spec: { ca: { secretName: 'wave-ca-tls' } } },
  {
    kind: 'Certificate',
    name: 'wave-leaf',
    spec: certificateFor('wave-leaf', { issuerRef: { name: 'wave-ca' } }).spec,
  },
].map(({ kind, name, spec }, wave) => {
  const annotations = { 'argocd.argoproj.io/sync-wave': `${wave}` };
  return { apiVersion, kind, metadata: { name, namespace, annotations }, spec };
});
