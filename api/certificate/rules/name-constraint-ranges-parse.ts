import { isIP } from 'node:net';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';
import { constraintViolations } from '../constraints.ts';

function isCidr(text: string): boolean {
  const [, address = '', prefix = ''] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const bits = { 0: 0, 4: 32, 6: 128 }[isIP(address)] ?? 0;
  return bits > 0 && Number(prefix) <= bits;
}

const permitted = (...ipRanges: string[]) =>
  at({ isCA: true, commonName: 'ca', nameConstraints: { permitted: { ipRanges } } });

export const nameConstraintRangesParse: Rule<CertificateCandidate> = {
  id: 'certificate/name-constraint-ranges-parse',
  field: 'spec.nameConstraints',
  severity: 'deny',
  source: 'gap C17: issuing never begins, without a word; RFC 5280 section 4.2.1.10',
  passes: [permitted('10.0.0.0/8', '2001:db8::/32')],
  fails: [permitted('10.0.0.0'), permitted('10.0.0.0/33'), permitted('::1/129', '10.0.0/8')],
  check({ certificate: { spec } }) {
    return constraintViolations(spec, 'ipRanges', (range) =>
      isCidr(range) ? undefined : 'must be an address block in CIDR notation, such as 10.0.0.0/8',
    );
  },
};
