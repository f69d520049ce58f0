/** A step from an object to one of its members or entries. */
export type Segment = string | number;

/**
 * The steps of a field as violations name it: `spec.dnsNames[0]`, `spec.secretTemplate.labels[example.com/team]`. Indices
 * are digits; whether they count entries or name a member only the object says.
 */
export function fieldSegments(field: string): readonly string[] {
  return [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([whole, bracketed]) => bracketed ?? whole);
}

/** Steps as violations name a field. */
export function fieldOf(segments: readonly Segment[]): string {
  const text = segments.map((segment) =>
    typeof segment === 'string' && /^[a-zA-Z]\w*$/.test(segment) ? `.${segment}` : `[${segment}]`,
  );
  return text.join('').replace(/^\./, '');
}
