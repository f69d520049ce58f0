import type { KubeObject } from '../../api/resource.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Remembered } from './decide.ts';

/** What stands in the way of each object, so that people are told of one fact once. Lost on restart: then they are told again. */
export interface Complaints {
  of(object: KubeObject): Remembered | undefined;
  remember(object: KubeObject, message: string, told: boolean): void;
  forget(object: KubeObject): void;
}

export function createComplaints(clock: Pick<Clock, 'now'>): Complaints {
  const byUid = new Map<string, Remembered>();
  const uidOf = ({ metadata: { uid = '' } }: KubeObject): string => uid;
  return {
    of: (object) => byUid.get(uidOf(object)),
    remember(object, message, told) {
      const known = byUid.get(uidOf(object));
      const since = known?.message === message ? known.since : clock.now();
      byUid.set(uidOf(object), { message, since, told });
    },
    forget(object) {
      byUid.delete(uidOf(object));
    },
  };
}
