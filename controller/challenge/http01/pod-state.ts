import type { Pod } from '../../../api/core.ts';
import type { KubeObject } from '../../../api/resource.ts';

/** Whether an object does nothing any more: it is being deleted, or it is a Pod that has run to its end. */
export function hasEnded(object: KubeObject & Pick<Pod, 'status'>): boolean {
  const phase = object.status?.phase;
  return object.metadata.deletionTimestamp !== undefined || phase === 'Failed' || phase === 'Succeeded';
}

/** Reasons of waiting containers that are all about one thing, among which kubelets alternate. */
const pulling: readonly string[] = [
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'ErrImageNeverPull',
];

/** What is only a matter of time. */
const starting: readonly string[] = ['', 'ContainerCreating', 'PodInitializing'];

/** What keeps a solver Pod from answering, in words that stay the same; `undefined` when nothing does. */
export function podTrouble({ metadata, status = {} }: Pod): string | undefined {
  const what = `the solver Pod ${metadata.name}`;
  const scheduled = status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (scheduled?.status === 'False') return `${what} finds no node: ${scheduled.message || scheduled.reason}`;
  const [container] = status.containerStatuses ?? [];
  const waits = container === undefined ? undefined : containerTrouble(what, container);
  if (waits !== undefined) return waits;
  return status.phase === 'Running' ? undefined : `${what} is not running yet`;
}

type ContainerStatus = NonNullable<NonNullable<Pod['status']>['containerStatuses']>[number];

function containerTrouble(what: string, { image = '', state = {} }: ContainerStatus): string | undefined {
  const reason = state.waiting?.reason ?? '';
  if (starting.includes(reason)) return undefined;
  if (pulling.includes(reason)) return `the image ${image} of ${what} cannot be pulled`;
  return reason === 'CrashLoopBackOff' ? `${what} crashes` : `${what} does not start: ${reason}`;
}
