import { integer, object, oneOf, optional } from '../schema/fields.ts';

export const privateKey = object(
  'How the private key is made. Left out: RSA, 2048 bits, PKCS1, a new key for every issuance.',
  {
    algorithm: optional(
      oneOf('Algorithm of the key; RSA when left out. Changing it issues again.', [
        'RSA',
        'ECDSA',
        'Ed25519',
      ]),
    ),
    size: optional(
      integer(
        'Size in bits. RSA: 2048 to 8192, 2048 when left out. ECDSA: 256, 384 or 521, 256 when left out. Ed25519 has only one size and ignores this. Changing it issues again.',
      ),
    ),
    encoding: optional(
      oneOf(
        'PEM form of tls.key; PKCS1 when left out, which for ECDSA means "EC PRIVATE KEY". Ed25519 keys are always PKCS8.',
        ['PKCS1', 'PKCS8'],
      ),
    ),
    rotationPolicy: optional(
      oneOf(
        'Always (when left out): every issuance gets a new key. Never: the key in the Secret is used again; one that does not fit algorithm and size then stops the issuance.',
        ['Never', 'Always'],
      ),
    ),
  },
);

export const signatureAlgorithm = oneOf(
  'Algorithm that signs the certificate signing request; it must fit privateKey.algorithm. Left out: the hash follows the size of the key (SHA-256 for RSA 2048 and P-256). Changing it alone does not issue again.',
  [
    'SHA256WithRSA',
    'SHA384WithRSA',
    'SHA512WithRSA',
    'ECDSAWithSHA256',
    'ECDSAWithSHA384',
    'ECDSAWithSHA512',
    'PureEd25519',
  ],
);
