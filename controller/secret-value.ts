import { secrets } from '../api/core.ts';
import { TransientFailure } from '../api/failure.ts';
import type { Cluster } from '../runtime/cluster.ts';

/** One value of a Secret. */
export interface SecretValueRef {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

/**
 * Reads one value of a Secret from the API server, to be used and forgotten.
 *
 * @throws {TransientFailure} `SecretNotFound`, `SecretKeyNotFound`: whoever makes Secrets may be slower than we are
 */
export async function readSecretValue(cluster: Pick<Cluster, 'get'>, ref: SecretValueRef): Promise<Buffer> {
  const secret = await cluster.get(secrets, { namespace: ref.namespace, name: ref.name });
  if (secret === undefined) throw new TransientFailure('SecretNotFound', `secrets "${ref.name}" not found`);
  const value = secret.data?.[ref.key];
  if (value !== undefined) return Buffer.from(value, 'base64');
  throw new TransientFailure('SecretKeyNotFound', `the secret "${ref.name}" does not have key "${ref.key}"`);
}
