import type { KubeObject } from '../resource.ts';

export type ExampleObject = KubeObject & Readonly<Record<string, unknown>>;

/** An example of any kind. */
export function object(apiVersion: string, kind: string, members: object = {}): ExampleObject {
  return { apiVersion, kind, metadata: { name: 'shop', namespace: 'web' }, ...members };
}

const legal = { secretName: 'shop-tls', issuerRef: { name: 'ca' }, dnsNames: ['shop.example'] };

/** An example Certificate: a legal one with these members of `spec` and of `metadata`. */
export function certificate(spec: object = {}, metadata: object = {}): ExampleObject {
  return object('cert-manager.io/v1', 'Certificate', {
    metadata: { name: 'shop', namespace: 'web', ...metadata },
    spec: { ...legal, ...spec },
  });
}

/** An example Issuer called `ca`. */
export function issuer(spec: object = { selfSigned: {} }, metadata: object = {}): ExampleObject {
  return object('cert-manager.io/v1', 'Issuer', {
    metadata: { name: 'ca', namespace: 'web', ...metadata },
    spec,
  });
}

export function clusterIssuer(spec: object = { selfSigned: {} }, metadata: object = {}): ExampleObject {
  return object('cert-manager.io/v1', 'ClusterIssuer', { metadata: { name: 'ca', ...metadata }, spec });
}

/** An example Secret with these entries. */
export function secret(name: string, entries: readonly string[], metadata: object = {}): ExampleObject {
  const stringData = Object.fromEntries(entries.map((entry) => [entry, 'x']));
  return object('v1', 'Secret', { metadata: { name, namespace: 'web', ...metadata }, stringData });
}

/** The spec of an ACME issuer with these solvers. */
export function acme(solvers: readonly object[], members: object = {}): object {
  const account = { server: 'https://acme.example/directory', privateKeySecretRef: { name: 'account' } };
  return { acme: { ...account, solvers, ...members } };
}

export const http01 = { http01: { ingress: {} } };
export const dns01 = { dns01: { rfc2136: { nameserver: '192.0.2.1' } } };
