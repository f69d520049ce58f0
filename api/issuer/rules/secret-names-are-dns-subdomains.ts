import { isDnsSubdomain } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { at, atAcme, atDns01, atVault } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';
import { namedSecrets } from '../secret-names.ts';

export const secretNamesAreDnsSubdomains: Rule<Issuer> = {
  id: 'issuer/secret-names-are-dns-subdomains',
  field: 'spec',
  severity: 'warn',
  source: 'gaps A4, K1: waits for ever for a Secret that cannot exist',
  passes: [
    at({ ca: { secretName: 'ca.tls' } }),
    atDns01({
      webhook: {
        groupName: 'acme.dnspod.com',
        solverName: 'dnspod',
        config: { secretRef: { name: 'Any_Thing' } },
      },
    }),
  ],
  fails: [
    at({ ca: { secretName: 'Bad Name' } }),
    atAcme({ privateKeySecretRef: { name: 'Bad_Name' } }),
    atDns01({ cloudflare: { apiTokenSecretRef: { name: 'Token', key: 'token' } } }),
    atVault({ auth: { clientCertificate: { secretName: 'Client' } } }),
  ],
  check(issuer) {
    return namedSecrets(issuer)
      .filter(({ name }) => !isDnsSubdomain(name))
      .map(({ field, name }) => ({
        field,
        kind: 'Invalid' as const,
        value: name,
        detail: 'no Secret can have this name',
      }));
  },
};
