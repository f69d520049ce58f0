import { secrets } from '../../api/secret.ts';
import { createServingCa } from '../../pki/serving.ts';
import type { ControlPlane } from './control-plane.ts';
import { release } from './role.ts';

const lifetimeSeconds = 3600;
/** Two thirds of its life, which begins 300 s before it is made. */
const dueAfterSeconds = ((lifetimeSeconds + 300) * 2) / 3 - 300;

/**
 * When the CA should be due so that replicas are up before: in some seconds, and in more on a machine that is busy.
 *
 * @param began when the cluster was started, by `performance.now()`
 */
export function dueOnceReplicasAreUp(began: number): number {
  return Math.max(20, (performance.now() - began) / 200);
}

/**
 * Stores the serving CA that all replicas of a role share, as an earlier installation left it.
 *
 * @param name of the Secret
 * @param dueInSeconds when two thirds of its life are over
 */
export async function storeOldCa({ admin }: ControlPlane, name: string, dueInSeconds: number): Promise<void> {
  const made = new Date(Date.now() - (dueAfterSeconds - dueInSeconds) * 1000);
  const { certificatePem, keyPem } = await createServingCa(made, lifetimeSeconds);
  const [certificate, key] = [certificatePem, keyPem].map((pem) => Buffer.from(pem).toString('base64'));
  await admin.create(secrets, {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { namespace: release.namespace, name },
    data: { 'tls.crt': certificate ?? '', 'tls.key': key ?? '', 'ca.crt': certificate ?? '' },
  });
}
