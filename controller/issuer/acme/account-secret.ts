import { secrets } from '../../../api/core.ts';
import type { Secret } from '../../../api/core.ts';
import { encodeKey, generateKey } from '../../../pki/key.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import type { SecretValueRef } from '../../secret-value.ts';

/** Upstream writes this name, and people select by it. */
const labels = { 'app.kubernetes.io/managed-by': 'cert-manager' };

/** Makes an account key and keeps it: before anything is registered with it. RSA 2048, for every server takes it. */
export async function createAccountSecret(
  cluster: Pick<Cluster, 'create'>,
  ref: SecretValueRef,
): Promise<void> {
  const key = await generateKey({ algorithm: 'RSA', size: 2048 });
  const pem = Buffer.from(encodeKey(key, 'PKCS1')).toString('base64');
  const secret: Secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { namespace: ref.namespace, name: ref.name, labels },
    data: { [ref.key]: pem },
  };
  await cluster.create(secrets, secret);
}
