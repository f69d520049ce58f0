import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { constraintViolations, isConstraintHost } from '../constraints.ts';

/** A host, or with a dot before it everything below it. */
function isDomain(text: string): boolean {
  return isConstraintHost(text.replace(/^\./, ''));
}

function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 0) return isDomain(text);
  return /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+$/.test(text.slice(0, at)) && isConstraintHost(text.slice(at + 1));
}

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
  ],
  check({ certificate: { spec } }) {
    return [
      ...constraintViolations(spec, 'dnsDomains', (name) =>
        name === '' || isDomain(name)
          ? undefined
          : 'must be a DNS domain without a dot at its end, such as shop.example',
      ),
      ...constraintViolations(spec, 'emailAddresses', (name) =>
        isMailbox(name) ? undefined : 'must be a mail address, a host, or a domain with a dot before it',
      ),
      ...constraintViolations(spec, 'uriDomains', (name) =>
        isDomain(name) && !/^[\d.]+$/.test(name)
          ? undefined
          : 'must be a host, or a domain with a dot before it; no address',
      ),
    ];
  },
};
