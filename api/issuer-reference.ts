import { effectiveIssuerRef } from './certificate/defaults.ts';
import type { IssuerRef } from './references.ts';
import type { KubeObject } from './resource.ts';
import type { CelCheck, Violation } from './rule.ts';

/** `spec.issuerRef` of Certificates, CertificateRequests, Orders and Challenges, as it is written. */
export interface StatedIssuerReference {
  readonly name?: string;
  readonly kind?: string;
  readonly group?: string;
}

/** The reference of an object; the schemas of some kinds let one through that has no spec at all. */
export function issuerReferenceOf(object: KubeObject): Required<IssuerRef> {
  const { issuerRef } = (object as { readonly spec?: { readonly issuerRef?: IssuerRef } }).spec ?? {};
  return effectiveIssuerRef(issuerRef ?? { name: '' });
}

/** A reference into our own group must name a kind that is served there; other groups are their owners' business. */
export function issuerKindViolations(reference: StatedIssuerReference | undefined): readonly Violation[] {
  const { kind = '', group = '' } = reference ?? {};
  if (group !== '' && group !== 'cert-manager.io') return [];
  if (kind === '' || kind === 'Issuer' || kind === 'ClusterIssuer') return [];
  const hint = group === '' ? '; for an external issuer set issuerRef.group too' : '';
  return [
    {
      field: 'spec.issuerRef.kind',
      kind: 'Invalid',
      value: kind,
      detail: `must be Issuer or ClusterIssuer${hint}`,
    },
  ];
}

const ref = 'object.spec.issuerRef';

/** The same in CEL. */
export const issuerKindCheck: CelCheck = {
  valid: `(has(${ref}.group) && !(${ref}.group in ['', 'cert-manager.io'])) || !has(${ref}.kind) || ${ref}.kind in ['', 'Issuer', 'ClusterIssuer']`,
  value: `${ref}.kind`,
};
