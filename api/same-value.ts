type Pair = readonly [a: unknown, b: unknown];

/** What is left to compare when two values are not the same at first sight; `undefined` when they differ. */
function pairsIn(a: unknown, b: unknown): readonly Pair[] | undefined {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return undefined;
  if (Array.isArray(a) !== Array.isArray(b)) return undefined;
  const left = Object.entries(a).filter(([, value]) => value !== undefined);
  const right = new Map<string, unknown>(Object.entries(b).filter(([, value]) => value !== undefined));
  if (left.length !== right.size || !left.every(([key]) => right.has(key))) return undefined;
  return left.map(([key, value]) => [value, right.get(key)]);
}

/**
 * Whether two JSON values say the same; the order of keys does not count, the order of lists does. An absent member and
 * an empty one differ, as they do in the API. Values may be nested as deeply as the API server lets them be.
 */
export function sameValue(a: unknown, b: unknown): boolean {
  const waiting: Pair[] = [[a, b]];
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    if (pair[0] === pair[1]) continue;
    const pairs = pairsIn(...pair);
    if (pairs === undefined) return false;
    for (const member of pairs) waiting.push(member);
  }
  return true;
}
