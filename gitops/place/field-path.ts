/**
 * The steps of a field as violations name it: `spec.dnsNames[0]`, `spec.secretTemplate.labels[example.com/team]`. Indices
 * are digits; whether they count entries or name a member only the object says.
 */
export function fieldSegments(field: string): readonly string[] {
  return [...field.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)].map(([whole, bracketed]) => bracketed ?? whole);
}
