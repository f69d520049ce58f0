import type { Rule } from '../../rule.ts';
import { sameValue } from '../../same-value.ts';
import { changed } from '../candidate.ts';
import type { Challenge } from '../challenge.ts';

export const specIsFrozen: Rule<Challenge> = {
  id: 'challenge/spec-is-frozen',
  field: 'spec',
  severity: 'deny',
  source: 'cert-manager v1.21 CH1',
  passes: [changed({}, {})],
  fails: [changed({ dnsName: 'a.example' }, { dnsName: 'b.example' })],
  check(after, before) {
    if (!before || sameValue(before.spec, after.spec)) return [];
    return [{ field: 'spec', kind: 'Forbidden', detail: 'challenge spec cannot be changed after creation' }];
  },
};
