import { certificate } from '../example.ts';
import { ourKinds } from '../../kinds.ts';
import type { TreeRule } from '../../rule.ts';
import { groupedBy, nameOf, namespaceKey, ofKind } from '../../tree.ts';

export const objectIsDefinedOnce: TreeRule = {
  id: 'reference/object-is-defined-once',
  field: 'metadata.name',
  level: 'warning',
  source: 'engines apply one after the other, and the last one wins; kustomize refuses to build',
  passes: [[certificate(), certificate({ secretName: 'x' }, { name: 'x' })]],
  fails: [[certificate(), certificate()]],
  check(tree) {
    const all = ourKinds.flatMap((resource) => ofKind(tree, resource));
    const groups = groupedBy(all, ({ manifest, object: { kind, metadata } }) =>
      [kind, namespaceKey(manifest), metadata.name].join('/'),
    );
    return groups.flatMap(([first, ...others]) =>
      others.map(({ manifest, object }) => ({
        manifest,
        field: 'metadata.name',
        kind: 'Duplicate' as const,
        value: object.metadata.name ?? '',
        detail: `there is ${first ? nameOf(first.manifest) : ''} already; folders for clusters of their own are named in .certloom.yaml`,
      })),
    );
  },
};
