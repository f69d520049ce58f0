type Json = Readonly<Record<string, unknown>>;

/**
 * The RFC 7386 patch that turns one value into another: members that are there no longer become `null`, lists are whole.
 * For objects only; anything else is its own patch.
 */
export function mergePatch(from: unknown, to: unknown): unknown {
  if (!isRecord(from) || !isRecord(to)) return to;
  const gone = Object.keys(from).filter((name) => !Object.hasOwn(to, name));
  return Object.fromEntries([
    ...gone.map((name) => [name, null] as const),
    ...Object.entries(to).map(([name, value]) => [name, mergePatch(from[name], value)] as const),
  ]);
}

function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
