import { isIP, isIPv6 } from 'node:net';
import { isHostName } from '../../host-names.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text)
    ? Number(text) >= 1 && Number(text) <= 65_535
    : /^[a-z][a-z0-9-]*$/.test(text);
}

function isHost(text: string): boolean {
  const [, literal] = /^\[(.*)\]$/.exec(text) ?? [];
  if (literal !== undefined) return isIPv6(literal);
  return (
    isIP(text) === 4 || (isHostName(text.replaceAll('_', 'x').replace(/\.$/, '')) && !/^[\d.]+$/.test(text))
  );
}

/** What another rule lets through: a host, and perhaps a colon and a port. */
const shape = /^(\[[^[\]]+\]|[^:[\]]+)(?::([^:]*))?$/;

const at = (nameserver: string) => atDns01({ rfc2136: { nameserver } });

export const dns01Rfc2136NameserverCanBeAsked: Rule<Issuer> = {
  id: 'issuer/dns01-rfc2136-nameserver-can-be-asked',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap D8: the record is tried again and again',
  passes: [
    at('ns1.shop.example:53'),
    at('ns1.shop.example.'),
    at('[2001:db8::53]:5353'),
    at('192.0.2.53:domain'),
  ],
  fails: [at('ns1.shop.example:domain!'), at('8.8.8.8.8:53'), at('ns1:70000'), at('[::x]:53')],
  check(issuer) {
    return statedProvider(issuer, 'rfc2136').flatMap(({ field, config: { nameserver } }): Violation[] => {
      const [whole, host = '', port] = shape.exec(nameserver) ?? [];
      if (whole === undefined || (isHost(host) && (port === undefined || port === '' || isPort(port))))
        return [];
      const detail = 'must be a host or an address, with a port up to 65535';
      return [{ field: `${field}.nameserver`, kind: 'Invalid', value: nameserver, detail }];
    });
  },
};
