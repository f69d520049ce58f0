/** Longer values are cut. */
const longest = 100;

/**
 * A value as somebody wrote it, in quotation marks. What is not ASCII is shown as `\u00fc`: messages end up in terminals
 * and headers, and two letters that look alike can be told apart.
 */
export function shownValue(text: string): string {
  const cut = text.length > longest ? `${text.slice(0, longest)}...` : text;
  return JSON.stringify(cut).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
