import { providerNeeds, statedIn } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const at = (tsigSecretSecretRef: object) => atDns01({ rfc2136: { nameserver: 'ns', tsigSecretSecretRef } });

const isHalf = `${statedIn('rfc2136', 'tsigSecretSecretRef.name')} && !${statedIn('rfc2136', 'tsigSecretSecretRef.key')} && !${statedIn('rfc2136', 'tsigKeyName')}`;

export const dns01Rfc2136SecretIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-rfc2136-secret-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'gap D7: the record is tried again and again',
  passes: [at({ name: '' }), atDns01({ rfc2136: { nameserver: 'ns' } })],
  fails: [at({ name: 's' })],
  cel: ['tsigSecretSecretRef.key', 'tsigKeyName'].map((member) => providerNeeds('rfc2136', member, isHalf)),
  check(issuer) {
    return statedProvider(issuer, 'rfc2136').flatMap(({ field, config }) => {
      const { tsigKeyName, tsigSecretSecretRef: secret } = config;
      if (!secret?.name || secret.key || tsigKeyName) return []; // other rules speak of a key name without a secret
      return [
        ...requiredRef(`${field}.tsigSecretSecretRef`, secret),
        ...required(`${field}.tsigKeyName`, tsigKeyName, 'name the key whose secret is given'),
      ];
    });
  },
};
