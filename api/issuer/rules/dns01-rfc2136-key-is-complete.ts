import { providerNeeds, providerNeedsRef, statedIn } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const hasKeyName = statedIn('rfc2136', 'tsigKeyName');

export const dns01Rfc2136KeyIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-rfc2136-key-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN23, DN24',
  passes: [
    atDns01({
      rfc2136: { nameserver: 'ns', tsigKeyName: 'k', tsigSecretSecretRef: { name: 's', key: 'k' } },
    }),
  ],
  fails: [
    atDns01({ rfc2136: { nameserver: 'ns', tsigKeyName: 'k' } }),
    atDns01({ rfc2136: { nameserver: 'ns', tsigSecretSecretRef: { name: 's', key: 'k' } } }),
  ],
  cel: [
    ...providerNeedsRef('rfc2136', 'tsigSecretSecretRef', hasKeyName),
    providerNeeds(
      'rfc2136',
      'tsigKeyName',
      `${statedIn('rfc2136', 'tsigSecretSecretRef.name')} && ${statedIn('rfc2136', 'tsigSecretSecretRef.key')}`,
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'rfc2136').flatMap(
      ({ field, config: { tsigKeyName, tsigSecretSecretRef: secret } }) => {
        if (tsigKeyName) return requiredRef(`${field}.tsigSecretSecretRef`, secret);
        return secret?.name && secret.key
          ? required(`${field}.tsigKeyName`, tsigKeyName, 'name the key whose secret is given')
          : [];
      },
    );
  },
};
