/** Looks into objects of any shape: what people write need not fit a schema. */
export type Members = Readonly<Record<string, unknown>>;

export function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What is at the end of a path; `undefined` when there is no such thing. */
export function memberOf(value: unknown, ...path: readonly (string | number)[]): unknown {
  let member: unknown = value;
  for (const name of path) {
    const parent = member;
    member =
      typeof parent === 'object' && parent !== null && Object.hasOwn(parent, name)
        ? Reflect.get(parent, name)
        : undefined;
  }
  return member;
}

export function membersOf(value: unknown, ...path: readonly (string | number)[]): Members {
  const member = memberOf(value, ...path);
  return isMembers(member) ? member : {};
}

export function listOf(value: unknown, ...path: readonly (string | number)[]): readonly unknown[] {
  const member = memberOf(value, ...path);
  return Array.isArray(member) ? member : [];
}

export function textOf(value: unknown, ...path: readonly (string | number)[]): string | undefined {
  const member = memberOf(value, ...path);
  return typeof member === 'string' ? member : undefined;
}

/** A label or an annotation. */
export function metadataText(
  object: unknown,
  map: 'labels' | 'annotations',
  key: string,
): string | undefined {
  return textOf(object, 'metadata', map, key);
}
