import { hasIn, ofProvider, providerNeeds, providerNeedsRef, statedIn } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import type { Dns01AzureDns } from '../issuer.ts';
import { atDns01, required, requiredRef, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

function servicePrincipal(field: string, config: Dns01AzureDns): readonly Violation[] {
  const { clientID, clientSecretSecretRef: secret, tenantID } = config;
  if (!clientID && !secret && !tenantID) return [];
  const together = 'clientID, clientSecretSecretRef and tenantID go together';
  return [
    ...required(`${field}.clientID`, clientID, together),
    ...(secret
      ? requiredRef(`${field}.clientSecretSecretRef`, secret)
      : required(`${field}.clientSecretSecretRef`, undefined, together)),
    ...required(`${field}.tenantID`, tenantID, together),
  ];
}

const hasPrincipal = `(${statedIn('azureDNS', 'clientID')} || ${hasIn('azureDNS', 'clientSecretSecretRef')} || ${statedIn('azureDNS', 'tenantID')})`;

export const dns01AzureIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-azure-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN6, DN10',
  passes: [
    atDns01({ azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub' } }),
    atDns01({
      azureDNS: {
        resourceGroupName: 'rg',
        subscriptionID: 'sub',
        clientID: 'c',
        tenantID: 't',
        clientSecretSecretRef: { name: 's', key: 'k' },
      },
    }),
  ],
  fails: [
    atDns01({ azureDNS: { resourceGroupName: '', subscriptionID: 'sub' } }),
    atDns01({ azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub', clientID: 'c' } }),
    atDns01({
      azureDNS: { resourceGroupName: 'rg', subscriptionID: '', clientSecretSecretRef: { name: '', key: '' } },
    }),
  ],
  cel: [
    providerNeeds('azureDNS', 'clientID', hasPrincipal),
    providerNeeds('azureDNS', 'tenantID', hasPrincipal),
    ofProvider('azureDNS', `!${hasPrincipal} || ${hasIn('azureDNS', 'clientSecretSecretRef')}`, {
      tells: 'clientSecretSecretRef: Required',
    }),
    ...providerNeedsRef('azureDNS', 'clientSecretSecretRef', hasIn('azureDNS', 'clientSecretSecretRef')),
    providerNeeds('azureDNS', 'subscriptionID'),
    providerNeeds('azureDNS', 'resourceGroupName'),
  ],
  check(issuer) {
    return statedProvider(issuer, 'azureDNS').flatMap(({ field, config }) => [
      ...servicePrincipal(field, config),
      ...required(`${field}.subscriptionID`, config.subscriptionID, 'state the subscription of the zone'),
      ...required(
        `${field}.resourceGroupName`,
        config.resourceGroupName,
        'state the resource group of the zone',
      ),
    ]);
  },
};
