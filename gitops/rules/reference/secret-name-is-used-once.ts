import { certificates } from '../../../api/kinds.ts';
import type { TreeRule } from '../../rule.ts';
import { groupedBy, nameOf, namespaceKey, ofKind } from '../../tree.ts';
import { certificate } from '../example.ts';

export const secretNameIsUsedOnce: TreeRule = {
  id: 'reference/secret-name-is-used-once',
  field: 'spec.secretName',
  level: 'error',
  source: 'gap C27: of two Certificates with one Secret, one is never issued',
  passes: [
    [certificate(), certificate({ secretName: 'other' }, { name: 'other' })],
    [certificate(), certificate({}, { name: 'other', namespace: 'other' })],
  ],
  fails: [[certificate(), certificate({}, { name: 'other' })]],
  check(tree) {
    const groups = groupedBy(
      ofKind(tree, certificates),
      ({ manifest, object }) => `${namespaceKey(manifest)}/${object.spec.secretName}`,
    );
    return groups.flatMap(([first, ...others]) =>
      others
        .filter(({ object }) => object.metadata.name !== first?.object.metadata.name)
        .map(({ manifest, object }) => ({
          manifest,
          field: 'spec.secretName',
          kind: 'Duplicate' as const,
          value: object.spec.secretName,
          detail: `is the Secret of ${first ? nameOf(first.manifest) : ''} too; only one of them can have it`,
        })),
    );
  },
};
