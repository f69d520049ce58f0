import type { Rule } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const clouds = ['AzurePublicCloud', 'AzureChinaCloud', 'AzureGermanCloud', 'AzureUSGovernmentCloud'];

export const dns01AzureEnvironmentIsKnown: Rule<Issuer> = {
  id: 'issuer/dns01-azure-environment-is-known',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN11',
  passes: [
    atDns01({
      azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub', environment: 'AzurePublicCloud' },
    }),
  ],
  fails: [
    atDns01({ azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub', environment: 'AzureMoonCloud' } }),
  ],
  beyondCel: 'schema-first',
  check(issuer) {
    return statedProvider(issuer, 'azureDNS').flatMap(({ field, config }) =>
      !config.environment || clouds.includes(config.environment)
        ? []
        : [
            {
              field: `${field}.environment`,
              kind: 'Invalid' as const,
              value: config.environment,
              detail: `must be one of ${clouds.join(', ')}, or left out`,
            },
          ],
    );
  },
};
