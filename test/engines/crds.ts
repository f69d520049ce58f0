import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';

/** Waits until all CustomResourceDefinitions are served. `kubectl wait` gives up on those without any status yet. */
export async function crdsServed(plane: ControlPlane): Promise<void> {
  await waitFor('the CustomResourceDefinitions', async () => {
    await plane.kubectlOrThrow(['wait', '--for=condition=Established', '--timeout=10s', 'crd', '--all']);
    return true;
  });
}
