import { issuers } from '../../kinds.ts';
import { nearest } from '../../nearest.ts';
import { certificate, clusterIssuer, issuer, object } from '../example.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';
import type { IssuerKind, World } from '../world.ts';

/** Comparing takes time, and admission has little. */
const mostNames = 200;

function hint(kind: IssuerKind, name: string, world: World): string {
  const other = kind === 'Issuer' ? 'ClusterIssuer' : 'Issuer';
  const names = world.issuerNames(kind);
  if (world.issuerNames(other).includes(name)) return `; there is a ${other} of that name`;
  if (names.includes(name)) return '; there is one in another namespace';
  const near = names.length > mostNames ? undefined : nearest(name, names);
  return near === undefined ? world.advice : `; did you mean ${near}?`;
}

export const issuerExists: ReferenceRule<Wanted> = {
  id: 'reference/issuer-exists',
  field: 'spec.issuerRef.name',
  severity: 'warn',
  source:
    'gap C29: a Certificate waits for an issuer that does not exist; in the check a note where it sees no issuer at all',
  passes: [
    [certificate(), issuer()],
    [certificate({ issuerRef: { name: 'ca', kind: 'ClusterIssuer' } }), clusterIssuer()],
    [certificate({ issuerRef: { name: 'x', kind: 'AWSPCAIssuer', group: 'awspca.cert-manager.io' } })],
  ],
  fails: [
    [certificate({ issuerRef: { name: 'ac' } }), issuer()],
    [certificate(), clusterIssuer()],
    [certificate(), issuer({ selfSigned: {} }, { namespace: 'other' })],
    [certificate(), object('v1', 'Namespace')],
  ],
  check({ object: from, issuerRef }, world) {
    const { name, group } = issuerRef;
    if (name === '' || group !== issuers.group || world.issuersOf(from, issuerRef)?.length !== 0) return [];
    const kind = issuerRef.kind === 'ClusterIssuer' ? 'ClusterIssuer' : 'Issuer';
    const detail = `there is no ${kind} ${name} ${world.where(kind, from)}${hint(kind, name, world)}`;
    return [{ field: 'spec.issuerRef.name', kind: 'Invalid', value: name, detail }];
  },
};
