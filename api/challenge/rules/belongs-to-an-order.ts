import type { OwnerReference } from '../../resource.ts';
import type { Rule } from '../../rule.ts';
import { created } from '../candidate.ts';
import type { Challenge } from '../challenge.ts';

/** No schema of ours speaks of metadata: it is taken for nothing but JSON. */
function isOwned(owners: unknown): boolean {
  const list: readonly unknown[] = Array.isArray(owners) ? owners : [];
  return list.some((owner) => {
    const { kind, controller } = (owner ?? {}) as Partial<OwnerReference>;
    return kind === 'Order' && controller === true;
  });
}

export const belongsToAnOrder: Rule<Challenge> = {
  id: 'challenge/belongs-to-an-order',
  field: 'metadata.ownerReferences',
  severity: 'warn',
  source: 'gap O1: controllers make Challenges, for Orders; one by hand uses the credentials of its issuer',
  passes: [created({})],
  fails: [created({}, [])],
  check({ metadata }, before) {
    if (before || isOwned(metadata.ownerReferences)) return [];
    const detail = 'is of no Order; let the controller make it';
    return [{ field: 'metadata.ownerReferences', kind: 'Required', detail }];
  },
};
