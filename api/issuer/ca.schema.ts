import { object, optional, stringList, text } from '../schema/fields.ts';

const crlDistributionPoints = () =>
  optional(stringList('URLs of the revocation list, written into every certificate.'));

export const ca = object('A CA key pair in a Secret.', {
  secretName: text('Secret with tls.crt (the CA certificate, then its chain) and tls.key.'),
  crlDistributionPoints: crlDistributionPoints(),
  ocspServers: optional(stringList('URLs of OCSP responders, written into every certificate.')),
  issuingCertificateURLs: optional(stringList('URLs of the CA certificate, written into every certificate.')),
});

export const selfSigned = object('Certificates signed with their own key: roots and tests. {} is enough.', {
  crlDistributionPoints: crlDistributionPoints(),
});
