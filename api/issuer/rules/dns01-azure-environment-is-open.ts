import { ofProvider } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const at = (environment: string) =>
  atDns01({ azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub', environment } });

export const dns01AzureEnvironmentIsOpen: Rule<Issuer> = {
  id: 'issuer/dns01-azure-environment-is-open',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'gap D2: listed as a value, refused when it is used',
  passes: [at('AzureChinaCloud')],
  fails: [at('AzureGermanCloud')],
  cel: [
    ofProvider(
      'azureDNS',
      "!has(entry.dns01.azureDNS.environment) || entry.dns01.azureDNS.environment != 'AzureGermanCloud'",
      { value: 'entry.dns01.azureDNS.environment' },
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'azureDNS').flatMap(({ field, config: { environment } }): Violation[] =>
      environment === 'AzureGermanCloud'
        ? [
            {
              field: `${field}.environment`,
              kind: 'Invalid',
              value: environment,
              detail: 'this cloud was shut down in 2021: use AzurePublicCloud',
            },
          ]
        : [],
    );
  },
};
