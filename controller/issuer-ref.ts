import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import type { Settings } from './settings.ts';
import type { Stores } from './wiring.ts';

/** `issuerRef` as people write it. */
export interface IssuerRef {
  readonly name: string;
  readonly kind?: string;
  readonly group?: string;
}

/** The types an issuer can have, in the order in which upstream looks for them. */
export const issuerTypes = ['acme', 'ca', 'vault', 'selfSigned', 'venafi'] as const;
export type IssuerTypeName = (typeof issuerTypes)[number];

/** What a reference leads to. */
export type IssuerLookup =
  | {
      readonly is: 'found';
      readonly issuer: Issuer | ClusterIssuer;
      readonly kind: 'Issuer' | 'ClusterIssuer';
      /** Where the issuer's Secrets live. */
      readonly resourceNamespace: string;
      /** `undefined` when its spec names none. */
      readonly type: IssuerTypeName | undefined;
      readonly ready: boolean;
    }
  /** Of another group: somebody else's controller signs. */
  | { readonly is: 'external' }
  /** `message` as Kubernetes words it: `issuer.cert-manager.io "x" not found`. */
  | { readonly is: 'missing'; readonly kind: string; readonly message: string };

/** @param namespace of the object that refers */
export function findIssuer(
  stores: Pick<Stores, 'issuers' | 'clusterIssuers'>,
  ref: IssuerRef,
  namespace: string,
  settings: Pick<Settings, 'namespace' | 'clusterResourceNamespace'>,
): IssuerLookup {
  if (!isOurGroup(ref.group)) return { is: 'external' };
  const kind = ref.kind === undefined || ref.kind === '' ? 'Issuer' : ref.kind;
  if (kind === 'Issuer') {
    const issuer = stores.issuers.get(`${namespace}/${ref.name}`);
    return issuer === undefined ? missing(kind, ref.name) : found(issuer, kind, namespace);
  }
  if (kind !== 'ClusterIssuer') {
    const message = `invalid value "${kind}" for issuerRef.kind. Must be empty, "Issuer" or "ClusterIssuer"`;
    return { is: 'missing', kind, message };
  }
  if (settings.namespace !== undefined) {
    const message = `cannot get ClusterIssuer named "${ref.name}" as cert-manager is scoped to a single namespace`;
    return { is: 'missing', kind, message };
  }
  const issuer = stores.clusterIssuers.get(ref.name);
  return issuer === undefined
    ? missing(kind, ref.name)
    : found(issuer, kind, settings.clusterResourceNamespace);
}

export function isOurGroup(group: string | undefined): boolean {
  return group === undefined || group === '' || group === 'cert-manager.io';
}

export function issuerTypeOf(spec: Issuer['spec']): IssuerTypeName | undefined {
  return issuerTypes.find((type) => spec[type] !== undefined);
}

function missing(kind: string, name: string): IssuerLookup {
  return { is: 'missing', kind, message: `${kind.toLowerCase()}.cert-manager.io "${name}" not found` };
}

function found(
  issuer: Issuer | ClusterIssuer,
  kind: 'Issuer' | 'ClusterIssuer',
  resourceNamespace: string,
): IssuerLookup {
  const ready = (issuer.status?.conditions ?? []).some(
    ({ type, status }) => type === 'Ready' && status === 'True',
  );
  return { is: 'found', issuer, kind, resourceNamespace, type: issuerTypeOf(issuer.spec), ready };
}
