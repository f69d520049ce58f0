import { certificateRequests, certificates, challenges, issuers, orders } from '../../api/kinds.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import { sameValue } from '../../api/same-value.ts';
import { withCondition } from '../../api/conditions.ts';
import type { ObjectName } from '../../runtime/cluster.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type Phase, type Scene, type Step, restOf } from './scene.ts';
import type { RecordedObject } from './tape.ts';

/** The kinds whose final state is compared. */
const compared: readonly Resource[] = [
  certificates,
  certificateRequests,
  issuers,
  orders,
  challenges,
  secrets,
];

/**
 * Plays a scene on a cluster: people's part of it, in the namespace of its name. After each step the Certificates come to
 * the rest that they came to in the recording.
 *
 * @returns what is there in the end
 */
export async function replay(plane: ControlPlane, scene: Scene): Promise<readonly RecordedObject[]> {
  const { name, manifests, phases } = scene;
  await apply(plane, manifests);
  for (const phase of phases) {
    if (phase.step !== undefined) await take(plane, name, phase.step);
    await resting(plane, name, phase);
  }
  return settled(plane, name);
}

async function apply(plane: ControlPlane, items: readonly RecordedObject[]): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
}

async function take(plane: ControlPlane, namespace: string, step: Step): Promise<void> {
  switch (step.do) {
    case 'renew':
      await renew(plane, { namespace, name: step.certificate });
      return;
    case 'changeSpec': {
      const patch = JSON.stringify({ spec: step.spec });
      const args = ['patch', 'certificate', step.certificate, '-n', namespace, '--type=merge', '-p', patch];
      await plane.kubectlOrThrow(args);
      return;
    }
    case 'deleteSecret':
      await plane.kubectlOrThrow(['delete', 'secret', step.secret, '-n', namespace]);
      return;
    default:
      return step satisfies never;
  }
}

/** As `cmctl renew` does. */
export async function renew({ admin }: ControlPlane, name: Required<ObjectName>): Promise<void> {
  const certificate = await admin.get(certificates, name);
  if (certificate === undefined) throw new Error(`there is no Certificate ${name.name}`);
  const { status, metadata } = certificate;
  const issuing = {
    type: 'Issuing',
    status: 'True',
    reason: 'ManuallyTriggered',
    message: 'Certificate re-issuance manually triggered',
    observedGeneration: metadata.generation ?? 0,
  } as const;
  const conditions = [...withCondition(status?.conditions, issuing, new Date())];
  await admin.replaceStatus(certificates, { ...certificate, status: { ...status, conditions } });
}

/** Waits until every Certificate stands as it stood in the recording. */
async function resting({ admin }: ControlPlane, namespace: string, { step, rest }: Phase): Promise<void> {
  const wanted = Object.fromEntries(rest);
  await waitFor(
    `the certificates of ${namespace} to rest after ${JSON.stringify(step ?? 'the manifests')}`,
    async () => {
      const found = await admin.list(certificates, { namespace });
      const now = found.map((certificate) => [
        certificate.metadata.name,
        restOf(certificate as unknown as RecordedObject),
      ]);
      if (sameValue(Object.fromEntries(now), wanted)) return true;
      throw new Error(JSON.stringify(Object.fromEntries(now)));
    },
    { seconds: 60 },
  );
}

/** How long nothing may change before a scene counts as over: what is held up is told of only after five seconds. */
const quietSeconds = 6;

async function settled({ admin }: ControlPlane, namespace: string): Promise<readonly RecordedObject[]> {
  let before = '';
  let since = performance.now();
  return waitFor(
    `the namespace ${namespace} to be quiet`,
    async () => {
      const objects = (await Promise.all(compared.map((resource) => listed(resource)))).flat();
      const versions = objects.map(({ metadata }) => metadata.resourceVersion).join();
      if (versions !== before) [before, since] = [versions, performance.now()];
      return performance.now() - since > quietSeconds * 1000 ? objects : undefined;
    },
    { seconds: 60, everyMs: 250 },
  );

  async function listed(resource: Resource): Promise<readonly RecordedObject[]> {
    const found = await admin.list<KubeObject>(resource, { namespace });
    return found.map((object) => ({ ...object, kind: resource.kind }));
  }
}
