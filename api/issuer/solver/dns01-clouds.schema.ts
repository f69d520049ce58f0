import { object, oneOf, optional, text } from '../../schema/fields.ts';
import { secretKeyRef, serviceAccountRef } from '../../schema/references.ts';

export const azureDNS = object(
  'Azure DNS. Credentials: a service principal (clientID, clientSecretSecretRef and tenantID), managedIdentity, or those of the environment where allowed.',
  {
    subscriptionID: text('Subscription of the zone.'),
    resourceGroupName: text('Resource group of the zone.'),
    hostedZoneName: optional(text('Name of the zone; found through DNS when left out.')),
    zoneType: optional(
      oneOf('Whether the zone is public (AzurePublicZone, when left out) or private.', [
        'AzurePublicZone',
        'AzurePrivateZone',
      ]),
    ),
    environment: optional(
      oneOf(
        'Which Azure cloud; AzurePublicCloud when left out. AzureGermanCloud was shut down and is refused when used.',
        ['AzurePublicCloud', 'AzureChinaCloud', 'AzureGermanCloud', 'AzureUSGovernmentCloud'],
      ),
    ),
    tenantID: optional(text('Tenant of the service principal.')),
    clientID: optional(text('Id of the service principal.')),
    clientSecretSecretRef: optional(secretKeyRef('Password of the service principal.')),
    managedIdentity: optional(
      object('Which managed or workload identity to use.', {
        clientID: optional(text('Client id of the identity. Exclusive with resourceID.')),
        resourceID: optional(
          text(
            'Resource id of a managed identity; not for workload identities. Exclusive with clientID and tenantID.',
          ),
        ),
        tenantID: optional(text('Tenant of the identity; only with clientID.')),
      }),
    ),
  },
);

export const cloudDNS = object('Google Cloud DNS.', {
  project: text('Project of the zone.'),
  hostedZoneName: optional(text('Name of the managed zone; found by its DNS name when left out.')),
  serviceAccountSecretRef: optional(
    secretKeyRef(
      'JSON key of a Google service account; the credentials of the environment when left out, where allowed.',
    ),
  ),
});

export const route53 = object(
  'Amazon Route 53. Credentials: an access key, a token of a ServiceAccount (auth.kubernetes), or those of the environment where allowed.',
  {
    region: optional(text('AWS region.')),
    hostedZoneID: optional(text('Id of the hosted zone; found by name when left out.')),
    accessKeyID: optional(
      text('Access key id. Exclusive with accessKeyIDSecretRef; needs secretAccessKeySecretRef.'),
    ),
    accessKeyIDSecretRef: optional(secretKeyRef('Access key id from a Secret. Exclusive with accessKeyID.')),
    secretAccessKeySecretRef: optional(secretKeyRef('Secret access key; goes with the access key id.')),
    role: optional(text('ARN of a role to assume with these credentials; needed with auth.kubernetes.')),
    auth: optional(
      object('Credentials other than an access key.', {
        kubernetes: object('Assumes the role with a token of a ServiceAccount.', {
          serviceAccountRef: serviceAccountRef(
            'ServiceAccount whose token is used. Audiences: sts.amazonaws.com when left out.',
          ),
        }),
      }),
    ),
  },
);
