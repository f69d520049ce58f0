import { isDnsSubdomain } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const issuerNameIsADnsSubdomain: Rule<CertificateCandidate> = {
  id: 'certificate/issuer-name-is-a-dns-subdomain',
  field: 'spec.issuerRef.name',
  severity: 'warn',
  source: 'gap C29: waits for ever for an issuer that cannot exist',
  passes: [
    at({ issuerRef: { name: 'ca.shop' } }),
    at({ issuerRef: { name: 'My_CA', kind: 'Mill', group: 'mills.example' } }),
  ],
  fails: [at({ issuerRef: { name: 'Not_A_Name' } })],
  check({ certificate: { spec } }) {
    const name = spec.issuerRef?.name ?? '';
    const group = spec.issuerRef?.group ?? '';
    const ours = group === '' || group === 'cert-manager.io';
    if (!ours || name === '' || isDnsSubdomain(name)) return [];
    const detail = 'no issuer can have this name: names are lower case letters, digits, "-" and "."';
    return [{ field: 'spec.issuerRef.name', kind: 'Invalid', value: name, detail }];
  },
};
