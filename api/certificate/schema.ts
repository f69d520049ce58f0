import { duration, flag, integer, object, optional, stringList, text } from '../schema/fields.ts';
import { issuerRef } from '../schema/references.ts';
import { usages } from '../schema/usages.ts';
import type { KindSchema } from '../schema/kind.ts';
import { nameConstraints, otherNames, subject } from './names.schema.ts';
import { additionalOutputFormats, keystores, secretTemplate } from './outputs.schema.ts';
import { privateKey, signatureAlgorithm } from './private-key.schema.ts';
import { renewal } from './renewal.schema.ts';
import { certificateStatus } from './status.schema.ts';

export const certificateSpec = object('The certificate that is wanted.', {
  secretName: text(
    'Name of the Secret in the same namespace that holds key and certificate. It is created if missing and kept up to date.',
  ),
  issuerRef: issuerRef('Who issues the certificate. Changing it issues again.'),
  dnsNames: optional(
    stringList(
      'DNS names the certificate is for (subject alternative names). A wildcard is the whole first label, as in *.shop.example.',
    ),
  ),
  ipAddresses: optional(stringList('IP addresses the certificate is for (subject alternative names).')),
  uris: optional(
    stringList('URIs the certificate is for (subject alternative names), for example a SPIFFE id.'),
  ),
  emailAddresses: optional(
    stringList('Mail addresses the certificate is for (subject alternative names), without a display name.'),
  ),
  otherNames: optional(otherNames),
  commonName: optional(
    text(
      'Common name of the subject, at most 64 bytes. Software has looked at subject alternative names instead for years, so list the name there too. Exclusive with literalSubject.',
    ),
  ),
  subject: optional(subject),
  literalSubject: optional(
    text(
      'The whole subject as a distinguished name (RFC 4514), for example "CN=shop,OU=web,O=Example". Exclusive with commonName and subject.',
    ),
  ),
  duration: optional(
    duration(
      'How long the certificate shall be valid, as a Go duration (90 days are 2160h); 2160h when left out, at least 1h. Issuers may grant less, and ACME servers ignore it unless the issuer has enableDurationFeature.',
    ),
  ),
  renewBefore: optional(
    duration(
      'How long before its end the certificate is renewed, as a Go duration; a third of the granted lifetime when left out. At least 5m and less than the lifetime. Exclusive with renewBeforePercentage.',
    ),
  ),
  renewBeforePercentage: optional(
    integer(
      'How much of the granted lifetime is left when the certificate is renewed, in percent (1 to 99). Exclusive with renewBefore.',
      {
        format: 'int32',
      },
    ),
  ),
  renewal: optional(renewal),
  usages: optional(
    usages(
      'Key usages and extended key usages of the certificate; "digital signature" and "key encipherment" when left out. Changing them issues again.',
    ),
  ),
  encodeUsagesInRequest: optional(
    flag('Whether the usages are written into the certificate signing request; true when left out.'),
  ),
  isCA: optional(flag('Asks for a CA certificate and adds the usage "cert sign". Default: false.')),
  nameConstraints: optional(nameConstraints),
  privateKey: optional(privateKey),
  signatureAlgorithm: optional(signatureAlgorithm),
  secretTemplate: optional(secretTemplate),
  keystores: optional(keystores),
  additionalOutputFormats: optional(additionalOutputFormats),
  revisionHistoryLimit: optional(
    integer('How many CertificateRequests are kept, the newest ones; 1 when left out, at least 1.', {
      format: 'int32',
    }),
  ),
});

export const certificateSchema = {
  description:
    'A certificate that is kept in a Secret: issued by the issuer it names, renewed in time, issued again when the spec changes. The condition Ready says whether the Secret holds a certificate that fits.',
  spec: certificateSpec,
  status: certificateStatus,
  required: [],
} as const satisfies KindSchema;
