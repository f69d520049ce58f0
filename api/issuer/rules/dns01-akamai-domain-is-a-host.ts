import { isHostName } from '../../host-names.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const ref = { name: 's', key: 'k' };
const at = (serviceConsumerDomain: string) =>
  atDns01({
    akamai: {
      serviceConsumerDomain,
      accessTokenSecretRef: ref,
      clientSecretSecretRef: ref,
      clientTokenSecretRef: ref,
    },
  });

export const dns01AkamaiDomainIsAHost: Rule<Issuer> = {
  id: 'issuer/dns01-akamai-domain-is-a-host',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap D12: the record is tried again and again',
  passes: [at('akab-1.luna.akamaiapis.net')],
  fails: [at('https://akab-1.luna.akamaiapis.net')],
  check(issuer) {
    return statedProvider(issuer, 'akamai').flatMap(
      ({ field, config: { serviceConsumerDomain: host } }): Violation[] => {
        if (!host || isHostName(host)) return [];
        const detail = 'must be a host, without https://';
        return [{ field: `${field}.serviceConsumerDomain`, kind: 'Invalid', value: host, detail }];
      },
    );
  },
};
