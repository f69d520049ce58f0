import { type Condition, findCondition, withCondition } from '../api/conditions.ts';
import type { KubeObject } from '../api/resource.ts';
import { sameValue } from '../api/same-value.ts';

/** A status with conditions that tell the generation they were computed from. */
export interface StatusWithGeneration {
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
}

/** What CRDs say of an object that no controller has seen yet. */
const unseen = -1;

export type WantedCondition = Omit<Condition, 'lastTransitionTime' | 'observedGeneration'>;

/**
 * Sets a condition as of the object's generation. Restored from a backup an object starts again at generation 1; a
 * condition that says the same as before is then left alone.
 */
export function withConditionOf<Status extends StatusWithGeneration>(
  object: KubeObject,
  status: Status,
  wanted: WantedCondition,
  now: Date,
): Status & { readonly conditions: Condition[] } {
  const before = findCondition(status.conditions, wanted.type);
  const same =
    before?.status === wanted.status && before.reason === wanted.reason && before.message === wanted.message;
  const observedGeneration = Math.max(generationOf(object), (same && before.observedGeneration) || 0);
  return {
    ...status,
    conditions: [...withCondition(status.conditions, { ...wanted, observedGeneration }, now)],
  };
}

/**
 * Puts `status.observedGeneration` in. It goes along with a change: a status that says what is stored already is given
 * back as it is stored, unless it tells of another generation than the object's. Then tools would wait for ever: they
 * compare for equality (kstatus), also where an object restored from a backup starts again at generation 1.
 */
export function withGeneration<Status extends StatusWithGeneration>(
  object: KubeObject & { readonly status?: Status },
  status: Status,
): Status {
  const { status: stored = {} as Status } = object;
  const observedGeneration = generationOf(object);
  const isTold = [undefined, unseen, observedGeneration].includes(stored.observedGeneration);
  if (isTold && sameValue(withoutGeneration(status), withoutGeneration(stored)))
    return object.status ?? status;
  return { ...status, observedGeneration };
}

function withoutGeneration(status: StatusWithGeneration): object {
  const { observedGeneration: _, ...rest } = status;
  return rest;
}

function generationOf({ metadata }: KubeObject): number {
  return metadata.generation ?? 0;
}
