import { isDnsSubdomain as isDnsSubdomainCel } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { isDnsSubdomain } from '../../field-syntax.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const secretNameIsADnsSubdomain: Rule<CertificateCandidate> = {
  id: 'certificate/secret-name-is-a-dns-subdomain',
  field: 'spec.secretName',
  severity: 'deny',
  source: 'cert-manager v1.21 CE2',
  passes: [at({ secretName: 'shop.tls-1' })],
  fails: [at({ secretName: 'Shop_TLS' })],
  cel: [
    {
      valid: `object.spec.secretName == '' || ${isDnsSubdomainCel('object.spec.secretName')}`,
      value: 'object.spec.secretName',
    },
  ],
  check({ certificate: { spec } }) {
    const { secretName } = spec;
    if (!secretName || isDnsSubdomain(secretName)) return [];
    return [
      {
        field: 'spec.secretName',
        kind: 'Invalid',
        value: secretName,
        detail:
          'must be a name of a Secret: lower case letters, digits, "-" and ".", beginning and ending with a letter or digit',
      },
    ];
  },
};
