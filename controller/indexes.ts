import { requestAnnotations } from '../api/annotations.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../api/certificate/certificate.ts';
import { effectiveIssuerRef } from '../api/certificate/defaults.ts';
import type { IssuerRef } from '../api/references.ts';
import type { ClusterIssuer, Issuer } from '../api/issuer/issuer.ts';
import type { KubeObject } from '../api/resource.ts';
import type { Indexes } from '../runtime/store.ts';
import { passwordSecretNames } from './certificate/keystore-passwords.ts';
import { controllerUid } from './owner.ts';
import type { SecretFacts } from './secret-facts.ts';

/** How objects of each kind are found without a scan; orders and challenges have theirs in their own folders. */

export const certificateIndexes = {
  /** `namespace/name` of the target Secret. */
  secretName: (certificate) => [inNamespace(certificate, certificate.spec.secretName)],
  /** `namespace/name` of Secrets with keystore passwords. */
  passwordSecret: (certificate) =>
    passwordSecretNames(certificate).map((name) => inNamespace(certificate, name)),
  /** As {@link issuerIndexValue}. */
  issuer: (certificate) => issuerValues(certificate, certificate.spec.issuerRef),
  uid: ownUid,
  /** Uid of the Ingress (or whatever else) that controls it. */
  owner: (certificate) => controlledBy(certificate),
} satisfies Indexes<Certificate>;

export const requestIndexes = {
  /** Uid of the Certificate (or whatever else) that controls it. */
  owner: (request) => controlledBy(request),
  /** As {@link issuerIndexValue}. */
  issuer: (request) => issuerValues(request, request.spec.issuerRef),
  /** `namespace/name` of the Secret that a self-signed issuer signs with. */
  privateKeySecret: (request) => {
    const name = request.metadata.annotations?.[requestAnnotations.privateKeySecretName];
    return name === undefined ? [] : [inNamespace(request, name)];
  },
  /** An Order leads to its request. */
  uid: ownUid,
} satisfies Indexes<CertificateRequest>;

export const secretIndexes = {
  /** Uid of the object that controls it: the Secret of a next private key belongs to its Certificate. */
  owner: (secret) => controlledBy(secret),
} satisfies Indexes<SecretFacts>;

/**
 * @param secretKeys `namespace/name` of the Secrets an issuer depends on; differs by type, see `issuer/types.ts`
 */
export function issuerIndexes<T extends Issuer | ClusterIssuer>(
  secretKeys: (issuer: T) => readonly string[],
): { readonly secret: (issuer: T) => readonly string[] } {
  return { secret: secretKeys };
}

/** What certificates and requests that refer to an issuer of ours are indexed by. */
export function issuerIndexValue(kind: string, name: string, namespace = ''): string {
  return kind === 'ClusterIssuer' ? `ClusterIssuer/${name}` : `${kind}/${namespace}/${name}`;
}

function issuerValues({ metadata }: KubeObject, ref: IssuerRef): readonly string[] {
  const { name, kind, group } = effectiveIssuerRef(ref);
  return group === 'cert-manager.io' ? [issuerIndexValue(kind, name, metadata.namespace)] : [];
}

function inNamespace({ metadata }: KubeObject, name: string): string {
  return `${metadata.namespace ?? ''}/${name}`;
}

function ownUid({ metadata }: KubeObject): readonly string[] {
  return metadata.uid === undefined ? [] : [metadata.uid];
}

function controlledBy(object: KubeObject): readonly string[] {
  const uid = controllerUid(object);
  return uid === undefined ? [] : [uid];
}
