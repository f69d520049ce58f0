import type { Rule } from '../../rule.ts';
import { sameValue } from '../../same-value.ts';
import { changed } from '../candidate.ts';
import type { Order } from '../order.ts';

const members = [
  'issuerRef',
  'commonName',
  'dnsNames',
  'ipAddresses',
  'duration',
  'profile',
  'replaces',
] as const;

/** CEL: that both have the same there, or neither has anything. */
function isSame(path: string): string {
  const [now, then] = [`object.${path}`, `oldObject.${path}`];
  return `has(${now}) == has(${then}) && (!has(${now}) || ${now} == ${then})`;
}

export const specIsFrozen: Rule<Order> = {
  id: 'order/spec-is-frozen',
  field: 'spec',
  severity: 'deny',
  source: 'gap O2: an order placed with one server would be looked for at another',
  passes: [changed({}, {})],
  fails: [
    changed({ spec: { issuerRef: { name: 'acme' } } }, { spec: { issuerRef: { name: 'other' } } }),
    changed({ spec: { dnsNames: ['a.example'] } }, { spec: { dnsNames: ['b.example'] } }),
    changed({ spec: { ipAddresses: ['192.0.2.7'] } }, {}),
    changed({}, { spec: { duration: '1h' } }),
    ...(['commonName', 'profile', 'replaces'] as const).map((member) =>
      changed({ spec: { [member]: 'a' } }, { spec: { [member]: 'b' } }),
    ),
  ],
  cel: members.map((member) => ({
    valid: isSame(`spec.${member}`),
    tells: `spec.${member}:`,
    inCrd: true,
  })),
  check(after, before) {
    if (!before) return [];
    const altered = members.filter((member) => !sameValue(before.spec[member], after.spec[member]));
    return altered.map((member) => ({
      field: `spec.${member}`,
      kind: 'Forbidden',
      detail: 'cannot be changed after creation',
    }));
  },
};
