import type { Rule } from '../../rule.ts';
import { created } from '../candidate.ts';
import type { Challenge } from '../challenge.ts';

export const belongsToAnOrder: Rule<Challenge> = {
  id: 'challenge/belongs-to-an-order',
  field: 'metadata.ownerReferences',
  severity: 'warn',
  source: 'gap O1: controllers make Challenges, for Orders; one by hand uses the credentials of its issuer',
  passes: [created({})],
  fails: [created({}, [])],
  check({ metadata: { ownerReferences = [] } }, before) {
    const isOwned = ownerReferences.some(({ kind, controller }) => kind === 'Order' && controller === true);
    if (before || isOwned) return [];
    const detail = 'is of no Order; let the controller make it';
    return [{ field: 'metadata.ownerReferences', kind: 'Required', detail }];
  },
};
