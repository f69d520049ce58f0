import type { Rule, Violation } from '../../rule.ts';
import { at, atDns01, atVault, settingsOf, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const detail = 'has no credentials of its own; Issuers get those of the controller only by a flag';

const ofCluster = {
  after: { ...atDns01({ route53: { region: 'eu-west-1' } }).after, kind: 'ClusterIssuer' },
};

function without(field: string, credentials: readonly unknown[]): readonly Violation[] {
  return credentials.some((value) => value !== undefined && value !== '')
    ? []
    : [{ field, kind: 'Required', detail }];
}

export const ambientCredentialsAreAllowed: Rule<Issuer> = {
  id: 'issuer/ambient-credentials-are-allowed',
  field: 'spec',
  severity: 'warn',
  source: 'gaps D3, V8: ambient credentials are off for Issuers by default (--issuer-ambient-credentials)',
  passes: [
    ofCluster,
    atDns01({ cloudDNS: { project: 'p', serviceAccountSecretRef: { name: 's', key: 'k' } } }),
    at({ selfSigned: {} }),
  ],
  fails: [
    atDns01({ route53: { region: 'eu-west-1' } }),
    atDns01({ cloudDNS: { project: 'p' } }),
    atDns01({ azureDNS: { resourceGroupName: 'rg', subscriptionID: 'sub' } }),
    atVault({ auth: { aws: { role: 'r' } } }),
  ],
  check(issuer) {
    if (issuer.kind !== 'Issuer') return [];
    const aws = settingsOf(issuer, 'vault')?.auth?.aws;
    return [
      ...statedProvider(issuer, 'azureDNS').flatMap(({ field, config }) => without(field, [config.clientID])),
      ...statedProvider(issuer, 'cloudDNS').flatMap(({ field, config }) =>
        without(field, [config.serviceAccountSecretRef]),
      ),
      ...statedProvider(issuer, 'route53').flatMap(({ field, config }) =>
        without(field, [config.accessKeyID, config.accessKeyIDSecretRef, config.auth]),
      ),
      ...(aws ? without('spec.vault.auth.aws', [aws.serviceAccountRef]) : []),
    ];
  },
};
