import type { Failure, FailureDetails } from '../../../../api/failure.ts';
import { isObject, textOf } from '../../../vendor-api/json.ts';

/** A key for a while. */
export interface TemporaryKey {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * @param key `TmpSecretId`, `TmpSecretKey` and `Token`, as the metadata service and STS both call them
 * @param expires Unix time in seconds
 * @returns `undefined` when something of it is missing
 */
export function readTemporaryKey(key: unknown, expires: unknown): TemporaryKey | undefined {
  if (!isObject(key)) return undefined;
  const [secretId, secretKey, token] = [
    textOf(key['TmpSecretId']),
    textOf(key['TmpSecretKey']),
    textOf(key['Token']),
  ];
  const expiresAt = new Date(Number(expires) * 1000);
  const whole = secretId !== '' && secretKey !== '' && token !== '' && !Number.isNaN(expiresAt.getTime());
  return whole ? { secretId, secretKey, token, expiresAt } : undefined;
}

/** There is no key, for whichever reason: `DnspodNoCredentials`. */
export function noCredentials(
  Kind: new (reason: string, message: string, details?: FailureDetails) => Failure,
  why: string,
  cause?: unknown,
): Failure {
  const text = `The Issuer names no key of DNSPod, and ${why}; set secretIdRef and secretKeyRef, or give the machine or pod a role`;
  return new Kind('DnspodNoCredentials', text, { cause });
}
