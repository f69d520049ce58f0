import type { Rule, Violation } from '../../rule.ts';
import { asked, type OrderCandidate } from '../candidate.ts';

function lower(names: readonly string[] = []): readonly string[] {
  return [...new Set(names.map((name) => name.toLowerCase()))];
}

function missing(
  names: readonly string[],
  among: readonly string[],
  tell: (name: string) => Violation,
): readonly Violation[] {
  return names.filter((name) => !among.includes(name)).map(tell);
}

export const namesAreThoseOfTheRequest: Rule<OrderCandidate> = {
  id: 'order/names-are-those-of-the-request',
  field: 'spec.dnsNames',
  severity: 'deny',
  source: 'gap O3; RFC 8555 section 7.4: the CSR must indicate the exact same set of identifiers',
  passes: [asked({ dnsNames: ['Shop.example'], commonName: 'shop.example' }, ['shop.example'])],
  fails: [
    asked({ dnsNames: ['shop.example', 'b.example'] }, ['shop.example']),
    asked({ dnsNames: ['shop.example'] }, ['shop.example', 'b.example']),
  ],
  beyondCel: 'reads-a-request',
  check({ order: { spec }, decoded }, before) {
    if (before || 'error' in decoded) return [];
    const ordered = lower([...(spec.dnsNames ?? []), ...(spec.ipAddresses ?? [])]);
    const inRequest = lower(decoded.identifiers);
    const field = 'spec.dnsNames';
    return [
      ...missing(ordered, inRequest, (value) => ({
        field,
        kind: 'Invalid',
        value,
        detail: 'is not in the csr',
      })),
      ...missing(inRequest, ordered, (name) => ({
        field,
        kind: 'Required',
        detail: `the csr asks for ${name} too`,
      })),
    ];
  },
};
