import { crdKinds } from '../../../tools/generate/crd-kinds.ts';
import { crdOf } from '../../../tools/generate/crds.ts';
import { type ControlPlane, startControlPlane } from '../../cluster/control-plane.ts';

/** As upstream's are: without rules of their own. */
function withoutGuards(kind: (typeof crdKinds)[number]): object {
  return JSON.parse(
    JSON.stringify(crdOf(kind), (key, value: unknown) =>
      key === 'x-kubernetes-validations' ? undefined : value,
    ),
  ) as object;
}

export async function applyAll(to: ControlPlane, items: readonly object[]): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await to.kubectlOrThrow(['apply', '--server-side', '-f', '-'], { stdin });
}

/** A control plane with our kinds, whose CRDs judge nothing but types, and the namespace `web`. */
export async function startWithBareCrds(): Promise<ControlPlane> {
  const started = await startControlPlane();
  await applyAll(started, crdKinds.map(withoutGuards));
  await started.kubectlOrThrow(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s']);
  await started.kubectlOrThrow(['create', 'namespace', 'web']);
  return started;
}
