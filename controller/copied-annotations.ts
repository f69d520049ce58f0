/**
 * The annotations that an object passes on to those made for it (`--copied-annotation-prefixes`).
 *
 * @param prefixes applied from left to right: a plain one adds what begins with it, `-prefix` takes that away again, and
 *   with `*` anywhere every plain entry adds everything, as upstream does
 */
export function copiedAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  prefixes: readonly string[],
): Readonly<Record<string, string>> {
  const everything = prefixes.includes('*');
  const entries = Object.entries(annotations ?? {});
  const copied = new Set<string>();
  for (const prefix of prefixes) {
    const removes = prefix.startsWith('-');
    for (const [name] of entries) {
      if (removes && name.startsWith(prefix.slice(1))) copied.delete(name);
      if (!removes && (everything || name.startsWith(prefix))) copied.add(name);
    }
  }
  return Object.fromEntries(entries.filter(([name]) => copied.has(name)));
}
