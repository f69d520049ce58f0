import { hasIn, providerNeeds, providerNeedsRef, statedIn } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const secret = { name: 's', key: 'k' };
const at = (route53: object) => atDns01({ route53 });

const hasId = `${statedIn('route53', 'accessKeyID')} || ${hasIn('route53', 'accessKeyIDSecretRef')}`;

export const dns01Route53AccessKeyIsWhole: Rule<Issuer> = {
  id: 'issuer/dns01-route53-access-key-is-whole',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'gaps D4, D5: the record is tried again and again',
  passes: [
    at({ accessKeyID: 'AKIA', secretAccessKeySecretRef: secret }),
    at({ accessKeyIDSecretRef: secret, secretAccessKeySecretRef: secret }),
    at({ secretAccessKeySecretRef: { name: '' } }),
  ],
  fails: [
    at({ accessKeyID: 'AKIA' }),
    at({ secretAccessKeySecretRef: secret }),
    at({ accessKeyID: 'AKIA', secretAccessKeySecretRef: { name: 's' } }),
  ],
  cel: [
    ...providerNeedsRef('route53', 'secretAccessKeySecretRef', hasId),
    providerNeeds(
      'route53',
      'accessKeyID',
      `!(${hasId}) && ${statedIn('route53', 'secretAccessKeySecretRef.name')}`,
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'route53').flatMap(({ field, config }) => {
      const { accessKeyID, accessKeyIDSecretRef: idRef, secretAccessKeySecretRef: ref } = config;
      const hasId = Boolean(accessKeyID) || idRef !== undefined;
      if (hasId) return requiredRef(`${field}.secretAccessKeySecretRef`, ref);
      const detail = 'an access key has two halves: state the id too, here or in accessKeyIDSecretRef';
      return ref?.name ? required(`${field}.accessKeyID`, accessKeyID, detail) : [];
    });
  },
};
