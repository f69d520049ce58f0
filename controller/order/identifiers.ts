import { isIP } from 'node:net';

import type { OrderSpec } from '../../api/order/order.ts';
import type { Identifier } from '../acme/answers.ts';

/** What the CA is asked to certify: each name once, DNS names first, sorted; the common name counts as one of them. */
export function identifiersOf(spec: OrderSpec): readonly Identifier[] {
  const { commonName = '', dnsNames = [], ipAddresses = [] } = spec;
  const commonIp = isIP(commonName) > 0 ? [commonName] : [];
  const commonDns = commonIp.length === 0 && commonName.includes('.') ? [commonName] : [];
  return [
    ...sortedOnce([...dnsNames, ...commonDns]).map((value) => ({ type: 'dns', value })),
    ...sortedOnce([...ipAddresses, ...commonIp]).map((value) => ({ type: 'ip', value })),
  ];
}

/** One text for a set of identifiers; CAs sort and lower-case as they like. */
export function identifiersKey(identifiers: readonly Identifier[]): string {
  return sortedOnce(identifiers.map(({ type, value }) => `${type}:${value.toLowerCase()}`)).join(' ');
}

function sortedOnce(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
