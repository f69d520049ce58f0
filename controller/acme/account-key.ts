import { createHash } from 'node:crypto';
import type { KeyObject } from 'node:crypto';

import { TerminalFailure } from '../../api/failure.ts';
import type { AcmeIssuer } from '../../api/issuer/issuer.ts';
import { decodeKey } from '../../pki/key.ts';
import type { SecretValueRef } from '../secret-value.ts';

/** Where an issuer's account key is; the entry is `tls.key` unless said otherwise. */
export function accountKeyRef(acme: AcmeIssuer, resourceNamespace: string): SecretValueRef {
  const { name, key } = acme.privateKeySecretRef;
  return { namespace: resourceNamespace, name, key: key === undefined || key === '' ? 'tls.key' : key };
}

/** @throws {TerminalFailure} `ErrVerifyACMEAccount` unless it is an RSA key */
export function readAccountKey(pem: Buffer, secretName: string): KeyObject {
  const key = decodeAccountKey(pem);
  if (key.asymmetricKeyType === 'rsa') return key;
  throw new TerminalFailure('ErrVerifyACMEAccount', `ACME private key in "${secretName}" is not of type RSA`);
}

function decodeAccountKey(pem: Buffer): KeyObject {
  try {
    return decodeKey(pem);
  } catch (error) {
    const why = error instanceof TerminalFailure ? error.message : 'it cannot be decoded';
    throw new TerminalFailure('ErrVerifyACMEAccount', `Account private key is invalid: ${why}`);
  }
}

/** `status.acme.lastPrivateKeyHash`: base64 SHA-256 of the private key's PKCS#1 DER, as upstream computes it. */
export function accountKeyHash(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'pkcs1' }))
    .digest('base64');
}
