/**
 * A scalar written in another way, in the quotation marks that it has.
 *
 * @param written as it stands in the text: `2160h`, `"2160h"`, `'2160h'`
 * @returns `undefined` for what spans lines or carries an anchor or a tag
 */
export function respelt(written: string, replacement: string): string | undefined {
  if (/[\n&!]/.test(written)) return undefined;
  const quote = written.startsWith('"') || written.startsWith("'") ? written.charAt(0) : '';
  return `${quote}${replacement}${quote}`;
}
