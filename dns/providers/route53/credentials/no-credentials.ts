import { TransientFailure } from '../../../../api/failure.ts';

const remedy =
  'set accessKeyID and secretAccessKeySecretRef, or auth.kubernetes, or give the pod or machine a role';

/** There is no key now, for whichever reason: roles are given to pods and machines without our seeing it. */
export function noCredentials(why: string, cause?: unknown): TransientFailure {
  const text = `The Issuer names no key of AWS, and ${why}; ${remedy}`;
  return new TransientFailure('Route53NoCredentials', text, { cause });
}
