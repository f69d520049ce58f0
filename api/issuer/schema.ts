import { object, optional, text } from '../schema/fields.ts';
import type { KindSchema } from '../schema/kind.ts';
import { conditions, observedGeneration } from '../schema/status.ts';
import { acme } from './acme.schema.ts';
import { ca, selfSigned } from './ca.schema.ts';
import { vault } from './vault.schema.ts';
import { venafi } from './venafi.schema.ts';

export const issuerSpec = object('Who signs. Exactly one of acme, ca, selfSigned, vault and venafi.', {
  acme: optional(acme),
  ca: optional(ca),
  selfSigned: optional(selfSigned),
  vault: optional(vault),
  venafi: optional(venafi),
});

export const issuerStatus = object('Whether the issuer can be used.', {
  observedGeneration: observedGeneration(),
  conditions: optional(conditions('Ready: the issuer can sign. Its message says what is missing.')),
  acme: optional(
    object('The account at the ACME server.', {
      uri: optional(text('URL of the account.')),
      lastRegisteredEmail: optional(text('Mail address the account was last registered with.')),
      lastPrivateKeyHash: optional(
        text('Digest of the account key the account was registered with: base64 of SHA-256 over PKCS#1.'),
      ),
    }),
  ),
});

const parts = { spec: issuerSpec, status: issuerStatus, required: ['spec'] } as const;

export const issuerSchema = {
  ...parts,
  description: 'Signs certificates for its own namespace. Secrets it names are looked up in that namespace.',
} as const satisfies KindSchema;

export const clusterIssuerSchema = {
  ...parts,
  description:
    'Signs certificates for every namespace. Secrets it names are looked up in the cluster resource namespace of the controller.',
} as const satisfies KindSchema;
