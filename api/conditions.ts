/** A condition as all six kinds store it (Kubernetes API conventions, "Typical status properties"). */
export interface Condition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason?: string;
  readonly message?: string;
  /** RFC 3339, whole seconds; changes only when `status` changes. */
  readonly lastTransitionTime?: string;
  /** `metadata.generation` it was computed from; CertificateRequests have none. */
  readonly observedGeneration?: number;
}

/** RFC 3339 in UTC with whole seconds, as the Kubernetes API writes times. */
export function rfc3339(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}

export function findCondition(
  conditions: readonly Condition[] | undefined,
  type: string,
): Condition | undefined {
  return conditions?.find((condition) => condition.type === type);
}

export function isTrue(conditions: readonly Condition[] | undefined, type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * Sets one condition and keeps the others and their order: users and `kubectl describe` see a stable list.
 *
 * @param now becomes `lastTransitionTime` when the status changes or the condition is new
 */
export function withCondition(
  conditions: readonly Condition[] | undefined,
  wanted: Omit<Condition, 'lastTransitionTime'>,
  now: Date,
): readonly Condition[] {
  const before = findCondition(conditions, wanted.type);
  const unchanged = before?.status === wanted.status && before.lastTransitionTime !== undefined;
  const after: Condition = {
    ...wanted,
    lastTransitionTime: (unchanged && before.lastTransitionTime) || rfc3339(now),
  };
  if (before === undefined) return [...(conditions ?? []), after];
  return (conditions ?? []).map((condition) => (condition === before ? after : condition));
}

export function withoutCondition(
  conditions: readonly Condition[] | undefined,
  type: string,
): readonly Condition[] {
  return (conditions ?? []).filter((condition) => condition.type !== type);
}
