/**
 * Whether two JSON values say the same; the order of keys does not count, the order of lists does. An absent member and
 * an empty one differ, as they do in the API.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = Object.entries(b).filter(([, value]) => value !== undefined);
  const others = new Map<string, unknown>(right);
  return (
    left.length === right.length &&
    left.every(([key, value]) => others.has(key) && sameValue(value, others.get(key)))
  );
}
