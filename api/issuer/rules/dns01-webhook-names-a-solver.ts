import { providerNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const dns01WebhookNamesASolver: Rule<Issuer> = {
  id: 'issuer/dns01-webhook-names-a-solver',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN25',
  passes: [atDns01({ webhook: { groupName: 'acme.dnspod.com', solverName: 'dnspod' } })],
  fails: [atDns01({ webhook: { groupName: 'acme.dnspod.com', solverName: '' } })],
  cel: [providerNeeds('webhook', 'solverName')],
  check(issuer) {
    return statedProvider(issuer, 'webhook').flatMap(({ field, config }) =>
      required(`${field}.solverName`, config.solverName, 'name the solver, such as dnspod'),
    );
  },
};
