import { type Condition, findCondition, withCondition } from '../api/conditions.ts';
import type { KubeObject } from '../api/resource.ts';
import { sameValue } from '../api/same-value.ts';

/** A status with conditions that tell the generation they were computed from. */
export interface StatusWithGeneration {
  readonly observedGeneration?: number;
  readonly conditions?: readonly Condition[];
}

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
 * Puts `status.observedGeneration` in. It goes along with a change and never causes a write by itself: a status that says
 * what is stored already is given back as it is stored.
 */
export function withGeneration<Status extends StatusWithGeneration>(
  object: KubeObject & { readonly status?: Status },
  status: Status,
): Status {
  const stored = object.status;
  if (sameValue(withoutGeneration(status), withoutGeneration(stored ?? {}))) return stored ?? status;
  const observedGeneration = Math.max(generationOf(object), status.observedGeneration ?? 0);
  return { ...status, observedGeneration };
}

function withoutGeneration(status: StatusWithGeneration): object {
  const { observedGeneration: _, ...rest } = status;
  return rest;
}

function generationOf({ metadata }: KubeObject): number {
  return metadata.generation ?? 0;
}
