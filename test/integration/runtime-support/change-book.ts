import type { KubeObject } from '../../../api/resource.ts';
import type { Change, Store } from '../../../runtime/store.ts';

/** Everything a store told, checked as it comes. */
export interface ChangeBook {
  /** What made no sense: an object that began twice, or changed or ended without being there. */
  readonly problems: readonly string[];
  /** uid and resourceVersion of what is there according to what was told. */
  readonly present: ReadonlyMap<string, string>;
  /** uids in the order in which they ended. */
  readonly ended: readonly string[];
}

export function keepBook<T extends KubeObject>(store: Store<T>): ChangeBook {
  const problems: string[] = [];
  const present = new Map<string, string>();
  const began = new Set<string>();
  const ended: string[] = [];
  store.subscribe(({ type, object }: Change<T>) => {
    const { uid = '', resourceVersion = '' } = object.metadata;
    const isThere = present.has(uid);
    if (type === 'added' && began.has(uid)) problems.push(`${uid} began twice`);
    if (type !== 'added' && !isThere) problems.push(`${uid} was ${type} without being there`);
    began.add(uid);
    if (type === 'deleted') {
      present.delete(uid);
      ended.push(uid);
    } else present.set(uid, resourceVersion);
  });
  return { problems, present, ended };
}

/** uid and resourceVersion of each object. */
export function versionsOf(objects: readonly KubeObject[]): Map<string, string> {
  return new Map(objects.map(({ metadata }) => [metadata.uid ?? '', metadata.resourceVersion ?? '']));
}
