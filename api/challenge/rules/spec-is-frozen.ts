import type { Rule } from '../../rule.ts';
import { sameValue } from '../../same-value.ts';
import { changed } from '../candidate.ts';
import type { Challenge } from '../challenge.ts';

const detail = 'challenge spec cannot be changed after creation';

/** All but the solver: it may hold what only its own server knows, and clients spell durations in it anew. */
const sameProof = ['type', 'dnsName', 'token', 'key', 'url', 'authorizationURL']
  .map((member) => `object.spec.${member} == oldObject.spec.${member}`)
  .join(' && ');

export const specIsFrozen: Rule<Challenge> = {
  id: 'challenge/spec-is-frozen',
  field: 'spec',
  severity: 'deny',
  source: 'cert-manager v1.21 CH1',
  passes: [changed({}, {})],
  fails: [changed({ dnsName: 'a.example' }, { dnsName: 'b.example' })],
  cel: [{ valid: sameProof, inCrd: true }],
  beyondCel: 'keeps-free-form',
  check(after, before) {
    if (!before || sameValue(before.spec, after.spec)) return [];
    return [{ field: 'spec', kind: 'Forbidden', detail }];
  },
};
