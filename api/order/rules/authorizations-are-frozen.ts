import type { Rule } from '../../rule.ts';
import { authorizationViolations } from '../frozen-authorization.ts';
import { changed } from '../candidate.ts';
import type { Order } from '../order.ts';

const detail = 'authorizations cannot be added or removed once set';
const says = (what: string) => ({ field: 'status.authorizations', kind: 'Forbidden', detail: what }) as const;
const then = 'oldObject.status.authorizations';
const now = 'object.status.authorizations';

function ifKnown(valid: string): string {
  const isKnown = `has(oldObject.status) && has(${then}) && ${then}.size() > 0`;
  return `!(${isKnown}) || (has(object.status) && has(${now}) && ${valid})`;
}

/** CEL pairs no entries by their place, so this waits until every authorization has the member. */
function frozenOnceWhole(member: string): string {
  const all = (list: string): string => `${list}.map(a, has(a.${member}), a.${member})`;
  return `(${then}.exists(a, !has(a.${member})) || ${all(now)} == ${all(then)})`;
}

const url = 'https://acme.example/authz/1';
const challenge = { type: 'dns-01', url: 'https://acme.example/chall/1', token: 'a' };
const becomes = (was: object, is: object) =>
  changed(
    { status: { authorizations: [{ url, ...was }] } },
    { status: { authorizations: [{ url, ...is }] } },
  );

export const authorizationsAreFrozen: Rule<Order> = {
  id: 'order/authorizations-are-frozen',
  field: 'status.authorizations',
  severity: 'deny',
  source: 'cert-manager v1.21 OR3, OR4, OR5',
  passes: [changed({}, { status: { authorizations: [{ url }] } })],
  fails: [
    changed({ status: { authorizations: [{ url }] } }, { status: {} }),
    becomes({}, { url: 'https://acme.example/authz/2' }),
    becomes({ identifier: 'a.example' }, { identifier: 'b.example' }),
    becomes({ wildcard: false }, { wildcard: true }),
    becomes({ initialState: 'pending' }, { initialState: 'valid' }),
    becomes({ challenges: [challenge] }, { challenges: [{ ...challenge, token: 'b' }] }),
  ],
  cel: [
    { valid: ifKnown(`${now}.size() == ${then}.size()`), inCrd: true },
    ...(['url', 'identifier', 'wildcard', 'initialState', 'challenges'] as const).map((member) => ({
      valid: ifKnown(frozenOnceWhole(member)),
      says: says(`${member} of an authorization cannot be changed once set`),
      inCrd: true as const,
    })),
  ],
  beyondCel: 'pairs-by-place',
  check(after, before) {
    const was = before?.status?.authorizations ?? [];
    const is = after.status?.authorizations ?? [];
    const field = 'status.authorizations';
    if (was.length > 0 && was.length !== is.length) return [{ field, kind: 'Forbidden', detail }];
    return was.flatMap((authorization, index) =>
      authorizationViolations(`${field}[${index}]`, authorization, is[index]),
    );
  },
};
