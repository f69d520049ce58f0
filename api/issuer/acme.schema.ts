import { bytes, flag, list, object, oneOf, optional, text } from '../schema/fields.ts';
import { secretKeyRef } from '../schema/references.ts';
import { solver } from './solver/solver.schema.ts';

const externalAccountBinding = object(
  'Credentials that tie the ACME account to an account at the CA (RFC 8555 7.3.4); used on registration.',
  {
    keyID: text('Id of the key at the CA.'),
    keySecretRef: secretKeyRef('The key: base64url without padding, as the CA shows it.'),
    keyAlgorithm: optional(
      oneOf('Deprecated and ignored: HS256 is always used.', ['HS256', 'HS384', 'HS512']),
    ),
  },
);

export const acme = object("An ACME server (RFC 8555), such as Let's Encrypt.", {
  server: text('URL of the directory of the server.'),
  privateKeySecretRef: secretKeyRef(
    'Secret of the account key, entry tls.key when no key is given. Made if it does not exist, unless disableAccountKeyGeneration is set.',
  ),
  email: optional(
    text('Mail address for the CA to write to, for example about certificates that are about to expire.'),
  ),
  solvers: optional(
    list(
      'How control over names is proven. For each name the best fitting solver is used.',
      solver('One way to prove control over names: http01 or dns01.'),
    ),
  ),
  externalAccountBinding: optional(externalAccountBinding),
  profile: optional(text('Certificate profile to ask for, if the server offers profiles.')),
  preferredChain: optional(
    text(
      'Common name of the root to chain to, if the server offers several chains; the default chain if none fits.',
      {
        maxLength: 64,
      },
    ),
  ),
  enableDurationFeature: optional(
    flag(
      'Asks the server for the duration of the Certificate. Many servers refuse such orders. Default: false.',
    ),
  ),
  disableAccountKeyGeneration: optional(
    flag('Never makes an account key: the Secret must exist. Default: false.'),
  ),
  caBundle: optional(
    bytes(
      "CA certificates in PEM, base64, that the server's own certificate is checked with instead of those of the system. Exclusive with skipTLSVerify.",
    ),
  ),
  skipTLSVerify: optional(
    flag(
      "Does not check the server's certificate. For tests only; caBundle is the safe way. Default: false.",
    ),
  ),
});
