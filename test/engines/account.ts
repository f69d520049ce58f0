import type { ControlPlane } from '../cluster/control-plane.ts';

/**
 * A ServiceAccount that may do everything, as people usually let engines; so that the audit log tells who wrote.
 *
 * @returns path of its kubeconfig
 */
export async function engineAccount(plane: ControlPlane, namespace: string, name: string): Promise<string> {
  await plane.kubectlOrThrow(['create', 'namespace', namespace]);
  await plane.kubectlOrThrow(['create', 'serviceaccount', name, '-n', namespace]);
  const subject = `--serviceaccount=${namespace}:${name}`;
  await plane.kubectlOrThrow(['create', 'clusterrolebinding', name, '--clusterrole=cluster-admin', subject]);
  return plane.kubeconfigFor({ namespace, name });
}
