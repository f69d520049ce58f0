import { ofProvider, providerNeeds, statedIn } from '../cel.ts';
import { isDnsSubdomain as isDnsSubdomainCel } from '../../cel.ts';
import { isDnsSubdomain } from '../../field-syntax.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const at = (groupName: string) => atDns01({ webhook: { groupName, solverName: 'dnspod' } });

export const dns01WebhookGroupIsADnsSubdomain: Rule<Issuer> = {
  id: 'issuer/dns01-webhook-group-is-a-dns-subdomain',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'gap D10: the solver is called at a path that cannot exist',
  passes: [at('acme.dnspod.com')],
  fails: [at(''), at('Acme.dnspod.com'), at('acme.dnspod.com/v1alpha1')],
  cel: [
    providerNeeds('webhook', 'groupName'),
    ofProvider(
      'webhook',
      `!${statedIn('webhook', 'groupName')} || ${isDnsSubdomainCel('entry.dns01.webhook.groupName')}`,
      { value: 'entry.dns01.webhook.groupName', tells: 'Invalid' },
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'webhook').flatMap(({ field, config: { groupName } }): Violation[] => {
      if (groupName && isDnsSubdomain(groupName)) return [];
      const detail = 'must be the API group under which the solver is registered, such as acme.dnspod.com';
      const at = `${field}.groupName`;
      return groupName
        ? [{ field: at, kind: 'Invalid', value: groupName, detail }]
        : [{ field: at, kind: 'Required', detail }];
    });
  },
};
