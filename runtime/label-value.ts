/**
 * A word that comes from outside as the value of a label: a text that is none must not become a series.
 *
 * @param otherwise what is shown instead
 */
export function wordOr(text: string | undefined, otherwise: string): string {
  return text !== undefined && /^[\w.-]{1,80}$/.test(text) ? text : otherwise;
}

/** Lets so many different values through, and calls all that come later `other`: nobody outside can fill our memory. */
export function createBoundedLabel(limit: number): (value: string) => string {
  const known = new Set<string>();
  return (value) => {
    if (known.has(value)) return value;
    if (known.size >= limit) return 'other';
    known.add(value);
    return value;
  };
}
