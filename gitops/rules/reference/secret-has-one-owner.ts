import { certificates } from '../../../api/kinds.ts';
import { secrets } from '../../../api/secret.ts';
import type { TreeRule } from '../../rule.ts';
import { nameOf, namespaceKey, ofKind } from '../../tree.ts';
import { certificate, object } from '../example.ts';

function secret(name: string): ReturnType<typeof object> {
  return object('v1', 'Secret', { metadata: { name, namespace: 'web' } });
}

export const secretHasOneOwner: TreeRule = {
  id: 'reference/secret-has-one-owner',
  field: 'spec.secretName',
  level: 'warning',
  source: 'the engine and the controller take turns in writing a Secret that is in Git too',
  passes: [[certificate(), secret('other')]],
  fails: [[certificate(), secret('shop-tls')]],
  check(tree) {
    const keyOf = (namespace: string, name: string): string => `${namespace}/${name}`;
    const inGit = new Map(
      ofKind(tree, secrets).map(({ manifest, object: { metadata } }) => [
        keyOf(namespaceKey(manifest), metadata.name ?? ''),
        manifest,
      ]),
    );
    return ofKind(tree, certificates).flatMap(({ manifest, object: { spec } }) => {
      const other = inGit.get(keyOf(namespaceKey(manifest), spec.secretName));
      if (other === undefined) return [];
      const detail = `is in Git too, as ${nameOf(other)}; the controller writes it, so take it out of Git`;
      return [{ manifest, field: 'spec.secretName', kind: 'Invalid', value: spec.secretName, detail }];
    });
  },
};
