import { certificate, issuer } from '../example.ts';
import { issuerReferenceOf } from '../../../api/issuer-reference.ts';
import { certificates } from '../../../api/kinds.ts';
import { metadataText } from '../../members.ts';
import type { TreeRule } from '../../rule.ts';
import { ofKind } from '../../tree.ts';
import { worldOf } from '../../tree-world.ts';

const waveKey = 'argocd.argoproj.io/sync-wave';

function waveOf(object: object): number {
  const wave = Number(metadataText(object, 'annotations', waveKey) ?? '0');
  return Number.isInteger(wave) ? wave : 0;
}

function at(wave: string): object {
  return { annotations: { [waveKey]: wave } };
}

export const issuerComesFirst: TreeRule = {
  id: 'reference/issuer-comes-first',
  field: 'metadata.annotations',
  level: 'warning',
  source:
    'Argo CD sync waves: the next one begins when all of this one is healthy, and a Certificate without its issuer is not',
  passes: [
    [certificate({}, at('10')), issuer()],
    [certificate(), issuer()],
  ],
  fails: [
    [certificate(), issuer({ selfSigned: {} }, at('10'))],
    [certificate({}, at('-1')), issuer()],
  ],
  check(tree) {
    const world = worldOf(tree);
    return ofKind(tree, certificates).flatMap(({ manifest, object }) => {
      const issuerRef = issuerReferenceOf(object);
      const isOurs = issuerRef.group === certificates.group;
      const found = isOurs ? (world.issuersOf(object, issuerRef) ?? []) : [];
      const wave = waveOf(object);
      const [first] = found.map(waveOf).toSorted((a, b) => a - b);
      if (first === undefined || wave >= first) return [];
      const detail = `is synced in wave ${wave}, before its issuer in wave ${first}`;
      return [{ manifest, field: `metadata.annotations[${waveKey}]`, kind: 'Invalid', detail }];
    });
  },
};
