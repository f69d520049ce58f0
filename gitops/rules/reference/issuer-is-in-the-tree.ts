import { matchesGlob } from 'node:path/posix';
import { effectiveIssuerRef } from '../../../api/certificate/defaults.ts';
import { clusterIssuers, issuers } from '../../../api/kinds.ts';
import { nearest } from '../../../api/nearest.ts';
import type { FlawIn, TreeRule } from '../../rule.ts';
import { type Tree, ofKind } from '../../tree.ts';
import { certificate, clusterIssuer, issuer, object } from '../example.ts';
import { type Issuance, issuances } from './issuer-of.ts';

type Names = Readonly<Record<string, ReadonlySet<string>>>;

function namesIn(tree: Tree): Names {
  const namesOf = (resource: typeof issuers | typeof clusterIssuers): ReadonlySet<string> =>
    new Set(ofKind(tree, resource).map((placed) => placed.object.metadata.name ?? ''));
  return { Issuer: namesOf(issuers), ClusterIssuer: namesOf(clusterIssuers) };
}

function hint(kind: string, name: string, names: Names): string {
  const other = kind === 'Issuer' ? 'ClusterIssuer' : 'Issuer';
  if (names[other]?.has(name)) return `; there is a ${other} of that name, so set issuerRef.kind`;
  if (names[kind]?.has(name)) return `; there is one of that name in another namespace`;
  const near = nearest(name, names[kind] ?? []);
  return near === undefined
    ? '; if it is kept elsewhere, list it in .certloom.yaml'
    : `; did you mean ${near}?`;
}

function flawsOf(
  { certificate: placed, issuers: found }: Issuance,
  tree: Tree,
  names: Names,
): readonly FlawIn[] {
  const { name, kind, group } = effectiveIssuerRef(placed.object.spec.issuerRef);
  if (found.length > 0 || group !== issuers.group) return [];
  if (tree.elsewhere.some((pattern) => matchesGlob(`${kind}/${name}`, pattern))) return [];
  const knowsIssuers = Object.values(names).some((set) => set.size > 0);
  const detail = `there is no ${kind} ${name} in what is checked${hint(kind, name, names)}`;
  return [
    {
      manifest: placed.manifest,
      field: 'spec.issuerRef.name',
      kind: 'Invalid',
      value: name,
      detail,
      ...(!knowsIssuers && { level: 'note' as const }),
    },
  ];
}

export const issuerIsInTheTree: TreeRule = {
  id: 'reference/issuer-is-in-the-tree',
  field: 'spec.issuerRef.name',
  level: 'warning',
  source:
    'gap C29: a Certificate waits for an issuer that does not exist; a note where no issuer at all is checked',
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
  check(tree) {
    const names = namesIn(tree);
    return issuances(tree).flatMap((issuance) => flawsOf(issuance, tree, names));
  },
};
