import { matches } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { constraintChecks, constraintHost, constraintViolations, isConstraintHost } from '../constraints.ts';

/** A host, or with a dot before it everything below it. */
function isDomain(text: string): boolean {
  return isConstraintHost(text.replace(/^\./, ''));
}

const localPart = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/;

function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 0) return isDomain(text);
  return localPart.test(text.slice(0, at)) && isConstraintHost(text.slice(at + 1));
}

const details = {
  dnsDomains: 'must be a DNS domain without a dot at its end, such as shop.example',
  emailAddresses: 'must be a mail address, a host, or a domain with a dot before it',
  uriDomains: 'must be a host, or a domain with a dot before it; no address',
} as const;

const numbers = /^[\d.]+$/;
const domain = new RegExp(`^\\.?${constraintHost}$`);
const mailbox = new RegExp(`${localPart.source.slice(0, -1)}@${constraintHost}$`);

/** CEL: `isDomain`. */
const isDomainCel = `(${matches('entry', domain)} && size(entry) <= (entry.startsWith('.') ? 254 : 253))`;

const excluded = (lists: object) =>
  at({ isCA: true, commonName: 'ca', nameConstraints: { excluded: lists } });
const permitted = (lists: object) =>
  at({ isCA: true, commonName: 'ca', nameConstraints: { permitted: lists } });

export const nameConstraintNamesParse: Rule<CertificateCandidate> = {
  id: 'certificate/name-constraint-names-parse',
  field: 'spec.nameConstraints',
  severity: 'deny',
  source: 'gap C19: no certificate can carry it; RFC 5280 section 4.2.1.10',
  passes: [
    permitted({ dnsDomains: ['shop.example', '.shop.example', ''] }),
    permitted({
      emailAddresses: ['ops@shop.example', 'shop.example', '.shop.example'],
      uriDomains: ['.shop.example'],
    }),
  ],
  fails: [
    permitted({ dnsDomains: ['foo bar'] }),
    permitted({ dnsDomains: ['shop.example.'] }),
    permitted({ uriDomains: ['10.0.0.1'] }),
    permitted({ emailAddresses: ['a@@b'] }),
    excluded({ dnsDomains: ['a b'] }),
    excluded({ emailAddresses: ['@'] }),
    excluded({ uriDomains: ['192.0.2.1'] }),
  ],
  cel: [
    ...constraintChecks('dnsDomains', `entry == '' || ${isDomainCel}`, details.dnsDomains),
    ...constraintChecks(
      'emailAddresses',
      `${isDomainCel} || (${matches('entry', mailbox)} && size(entry.substring(entry.lastIndexOf('@') + 1)) <= 253)`,
      details.emailAddresses,
    ),
    ...constraintChecks('uriDomains', `${isDomainCel} && !${matches('entry', numbers)}`, details.uriDomains),
  ],
  check({ certificate: { spec } }) {
    return [
      ...constraintViolations(spec, 'dnsDomains', (name) =>
        name === '' || isDomain(name) ? undefined : details.dnsDomains,
      ),
      ...constraintViolations(spec, 'emailAddresses', (name) =>
        isMailbox(name) ? undefined : details.emailAddresses,
      ),
      ...constraintViolations(spec, 'uriDomains', (name) =>
        isDomain(name) && !numbers.test(name) ? undefined : details.uriDomains,
      ),
    ];
  },
};
