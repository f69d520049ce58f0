import { bytes, object, optional, text } from '../schema/fields.ts';
import { secretKeyRef, serviceAccountRef } from '../schema/references.ts';

const appRole = object('AppRole.', {
  path: text('Where AppRole is mounted, for example approle.'),
  roleId: text('Id of the role.'),
  secretRef: secretKeyRef('Secret id of the role. The key must be given.'),
});

const aws = object('AWS IAM.', {
  role: text('Role of Vault to log in to.', { minLength: 1 }),
  mountPath: optional(text('Where the AWS method is mounted; /v1/auth/aws when left out.')),
  region: optional(text('AWS region; that of the environment, then us-east-1, when left out.')),
  iamRoleArn: optional(text('ARN of the IAM role to assume; needed with serviceAccountRef.')),
  serviceAccountRef: optional(
    serviceAccountRef(
      'ServiceAccount whose token assumes the IAM role; the credentials of the environment when left out. Audiences are added to sts.amazonaws.com.',
    ),
  ),
  vaultHeaderValue: optional(text('Value of the header X-Vault-AWS-IAM-Server-ID, if Vault demands one.')),
});

const clientCertificate = object('A client certificate.', {
  mountPath: optional(text('Where the certificate method is mounted; /v1/auth/cert when left out.')),
  name: optional(text('Role to log in to; any that fits when left out.')),
  secretName: optional(
    text(
      'Secret with tls.crt and tls.key; the pair of clientCertSecretRef and clientKeySecretRef when left out.',
    ),
  ),
});

const kubernetes = object('A token of a ServiceAccount. Exactly one of secretRef and serviceAccountRef.', {
  role: text('Role of Vault to log in to.'),
  mountPath: optional(text('Where the Kubernetes method is mounted; /v1/auth/kubernetes when left out.')),
  secretRef: optional(
    secretKeyRef(
      'Secret with a token of a ServiceAccount, entry token when no key is given. Prefer serviceAccountRef, whose tokens are short-lived.',
    ),
  ),
  serviceAccountRef: optional(
    serviceAccountRef(
      'ServiceAccount a token is asked for. Audiences are added to vault://<namespace>/<issuer> (vault://<issuer> for a ClusterIssuer).',
    ),
  ),
});

export const vault = object('The PKI secrets engine of HashiCorp Vault.', {
  server: text('URL of Vault.'),
  path: text('Path that signs, for example pki/sign/my-role.'),
  auth: object('How to log in; exactly one method.', {
    tokenSecretRef: optional(secretKeyRef('A token, entry token when no key is given.')),
    appRole: optional(appRole),
    aws: optional(aws),
    clientCertificate: optional(clientCertificate),
    kubernetes: optional(kubernetes),
  }),
  namespace: optional(text('Namespace of Vault Enterprise.')),
  caBundle: optional(
    bytes(
      "CA certificates in PEM, base64, that Vault's own certificate is checked with. Exclusive with caBundleSecretRef.",
    ),
  ),
  caBundleSecretRef: optional(
    secretKeyRef(
      'CA certificates from a Secret, entry ca.crt when no key is given. Exclusive with caBundle.',
    ),
  ),
  clientCertSecretRef: optional(
    secretKeyRef(
      'Client certificate for mutual TLS, entry tls.crt when no key is given; goes with clientKeySecretRef.',
    ),
  ),
  clientKeySecretRef: optional(
    secretKeyRef('Key of the client certificate, entry tls.key when no key is given.'),
  ),
  serverName: optional(text("Name that Vault's certificate is checked for, if not that of the URL.")),
});
