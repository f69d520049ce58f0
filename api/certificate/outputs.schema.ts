import { flag, list, object, oneOf, optional, stringMap, text } from '../schema/fields.ts';
import { secretKeyRef } from '../schema/references.ts';

function password(format: string) {
  return {
    create: flag(`Whether the ${format} entries are written. The password is checked either way.`),
    password: optional(
      text(
        'The password, readable by everybody who can read this object; prefer passwordSecretRef. Exactly one of the two must be set.',
      ),
    ),
    passwordSecretRef: optional(
      secretKeyRef('Entry of a Secret in the same namespace that holds the password.'),
    ),
  };
}

export const keystores = object('Further entries of the Secret for software that reads no PEM.', {
  jks: optional(
    object('A Java keystore: keystore.jks with key and chain, and truststore.jks when the CA is known.', {
      ...password('JKS'),
      alias: optional(text('Alias of the key entry; "certificate" when left out.')),
    }),
  ),
  pkcs12: optional(
    object('A PKCS#12 bundle: keystore.p12 with key and chain, and truststore.p12 when the CA is known.', {
      ...password('PKCS#12'),
      profile: optional(
        oneOf(
          'Algorithms that encrypt and authenticate the bundle. LegacyRC2 (when left out) and LegacyDES are for old software only; Modern2023 is AES-256-CBC with PBES2 and HMAC-SHA-256; Modern2026 is the same with PBMAC1.',
          ['LegacyRC2', 'LegacyDES', 'Modern2023', 'Modern2026'],
        ),
      ),
    }),
  ),
});

export const secretTemplate = object(
  'Metadata for the Secret. Changes are copied at once, without issuing again; what is taken out here is taken out there.',
  {
    annotations: optional(
      stringMap(
        'Annotations for the Secret. Those of cert-manager.io/ are not allowed, except cert-manager.io/allow-direct-injection.',
      ),
    ),
    labels: optional(stringMap('Labels for the Secret.')),
  },
);

export const additionalOutputFormats = list(
  'Further forms of the key and the certificate, written beside tls.key and tls.crt.',
  object('One further form; each type at most once.', {
    type: oneOf(
      'DER: key.der, the private key in binary. CombinedPEM: tls-combined.pem, private key and certificate chain in one file.',
      ['DER', 'CombinedPEM'],
    ),
  }),
);
