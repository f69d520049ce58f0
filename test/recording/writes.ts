import type { AuditEvent } from '../cluster/audit.ts';
import { describeAuditEvent, isWrite } from '../cluster/audit.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';
import { release } from '../cluster/role.ts';

const controller = `system:serviceaccount:${release.namespace}:${release.name}-controller`;

/** Everything that the controller has written, events too: `update certificates/status ca/plain`, `create events ca/plain`. */
export async function controllerWrites(plane: Pick<ControlPlane, 'auditEvents'>): Promise<readonly string[]> {
  const all = await plane.auditEvents();
  return all.filter((event) => isWrite(event) && event.user.username === controller).map(describe);
}

function describe(event: AuditEvent): string {
  const { namespace, name, resource } = event.objectRef ?? {};
  const about = resource === 'events' ? name?.replace(/\.[^.]*$/, '') : name;
  return [describeAuditEvent(event), `${namespace}/${about}`].join(' ');
}

/** Waits until the controller has not written anything for so long. */
export async function untilQuiet(
  plane: Pick<ControlPlane, 'auditEvents'>,
  quietSeconds: number,
): Promise<readonly string[]> {
  let count = -1;
  let since = performance.now();
  return waitFor(
    `the controller to be quiet for ${quietSeconds} s`,
    async () => {
      const writes = await controllerWrites(plane);
      if (writes.length !== count) [count, since] = [writes.length, performance.now()];
      return performance.now() - since > quietSeconds * 1000 ? writes : undefined;
    },
    { seconds: 60, everyMs: 500 },
  );
}
