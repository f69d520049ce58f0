import { bytes, object, optional, text } from '../schema/fields.ts';
import { localRef, secretKeyRef } from '../schema/references.ts';

const tpp = object('CyberArk Certificate Manager, Self-Hosted (Venafi TPP).', {
  url: text('URL of the API (vedsdk).'),
  credentialsRef: localRef('Secret with access-token, or with username and password; client-id if needed.'),
  caBundle: optional(
    bytes(
      "CA certificates in PEM, base64, that the server's own certificate is checked with. Exclusive with caBundleSecretRef.",
    ),
  ),
  caBundleSecretRef: optional(
    secretKeyRef(
      'CA certificates from a Secret, entry ca.crt when no key is given. Exclusive with caBundle.',
    ),
  ),
});

const cloud = object('CyberArk Certificate Manager, SaaS.', {
  url: optional(text('URL of the API; https://api.venafi.cloud/ when left out.')),
  apiTokenSecretRef: secretKeyRef('API key, entry api-key when no key is given.'),
});

const ngts = object('Palo Alto Networks Next-Generation Trust Security.', {
  tsgID: text('Id of the tenant service group.'),
  credentialsRef: localRef('Secret with client-id and client-secret.'),
  url: optional(text('URL of the API; https://api.strata.paloaltonetworks.com/ngts when left out.')),
  tokenEndpoint: optional(
    text('URL tokens come from; https://auth.apps.paloaltonetworks.com/oauth2/access_token when left out.'),
  ),
});

export const venafi = object(
  'CyberArk Certificate Manager (formerly Venafi). Exactly one of tpp, cloud and ngts.',
  {
    zone: text('Policy zone (or application and template) that certificates are asked from.'),
    tpp: optional(tpp),
    cloud: optional(cloud),
    ngts: optional(ngts),
  },
  {
    'x-kubernetes-validations': [
      {
        rule: '(has(self.tpp) ? 1 : 0) + (has(self.cloud) ? 1 : 0) + (has(self.ngts) ? 1 : 0) == 1',
        message: 'exactly one of tpp, cloud or ngts must be set',
      },
    ],
  },
);
