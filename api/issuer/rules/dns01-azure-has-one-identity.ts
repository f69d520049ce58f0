import { hasIn, ofProvider, statedIn } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Dns01AzureDns, Issuer } from '../issuer.ts';

type ManagedIdentity = NonNullable<Dns01AzureDns['managedIdentity']>;

function besidePrincipal(field: string, config: Dns01AzureDns): readonly Violation[] {
  if (!config.clientID && !config.clientSecretSecretRef && !config.tenantID) return [];
  const detail = 'can not be used beside clientID, clientSecretSecretRef and tenantID';
  return [{ field: `${field}.managedIdentity`, kind: 'Forbidden', detail }];
}

function identity(field: string, { clientID, resourceID, tenantID }: ManagedIdentity): readonly Violation[] {
  if (!resourceID)
    return tenantID && !clientID
      ? [{ field, kind: 'Required', detail: 'clientID is needed beside tenantID' }]
      : [];
  const clashing = Object.entries({ clientID, tenantID }).filter(([, value]) => value);
  return clashing.map(([name]) => ({
    field,
    kind: 'Forbidden',
    detail: `${name} and resourceID can not be used together`,
  }));
}

export const dns01AzureHasOneIdentity: Rule<Issuer> = {
  id: 'issuer/dns01-azure-has-one-identity',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN7, DN8, DN9',
  passes: [
    atDns01({
      azureDNS: {
        resourceGroupName: 'rg',
        subscriptionID: 'sub',
        managedIdentity: { clientID: 'c', tenantID: 't' },
      },
    }),
  ],
  fails: [
    atDns01({
      azureDNS: {
        resourceGroupName: 'rg',
        subscriptionID: 'sub',
        clientID: 'c',
        tenantID: 't',
        clientSecretSecretRef: { name: 's', key: 'k' },
        managedIdentity: {},
      },
    }),
    atDns01({
      azureDNS: {
        resourceGroupName: 'rg',
        subscriptionID: 'sub',
        managedIdentity: { clientID: 'c', resourceID: 'r' },
      },
    }),
    atDns01({
      azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub', managedIdentity: { tenantID: 't' } },
    }),
    atDns01({
      azureDNS: {
        resourceGroupName: 'rg',
        subscriptionID: 'sub',
        managedIdentity: { tenantID: 't', resourceID: 'r' },
      },
    }),
  ],
  cel: [
    ofProvider(
      'azureDNS',
      `!${hasIn('azureDNS', 'managedIdentity')} || !(${statedIn('azureDNS', 'clientID')} || ${hasIn('azureDNS', 'clientSecretSecretRef')} || ${statedIn('azureDNS', 'tenantID')})`,
      { tells: 'beside' },
    ),
    ofProvider(
      'azureDNS',
      `${statedIn('azureDNS', 'managedIdentity.resourceID')} || !${statedIn('azureDNS', 'managedIdentity.tenantID')} || ${statedIn('azureDNS', 'managedIdentity.clientID')}`,
      { tells: 'Required' },
    ),
    ...['clientID', 'tenantID'].map((name) =>
      ofProvider(
        'azureDNS',
        `!${statedIn('azureDNS', 'managedIdentity.resourceID')} || !${statedIn('azureDNS', `managedIdentity.${name}`)}`,
        { tells: `${name} and` },
      ),
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'azureDNS').flatMap(({ field, config }) => [
      ...(config.managedIdentity ? besidePrincipal(field, config) : []),
      ...identity(`${field}.managedIdentity`, config.managedIdentity ?? {}),
    ]);
  },
};
