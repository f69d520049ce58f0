import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

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
  ],
  check(issuer) {
    return statedProvider(issuer, 'azureDNS').flatMap(({ field, config }): Violation[] => {
      const identity = config.managedIdentity;
      if (!identity) return [];
      const at = `${field}.managedIdentity`;
      const forbidden = (detail: string): Violation => ({ field: at, kind: 'Forbidden', detail });
      const { clientID, resourceID, tenantID } = identity;
      return [
        ...(config.clientID || config.clientSecretSecretRef || config.tenantID
          ? [forbidden('can not be used beside clientID, clientSecretSecretRef and tenantID')]
          : []),
        ...(clientID && resourceID ? [forbidden('clientID and resourceID can not be used together')] : []),
        ...(tenantID && resourceID ? [forbidden('tenantID and resourceID can not be used together')] : []),
        ...(tenantID && !clientID && !resourceID
          ? [{ field: at, kind: 'Required' as const, detail: 'clientID is needed beside tenantID' }]
          : []),
      ];
    });
  },
};
