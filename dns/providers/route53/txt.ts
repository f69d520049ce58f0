const longestString = 255;

/** A TXT value as Route 53 has it: strings of at most 255 characters in quotes. */
export function quoteTxt(value: string): string {
  const parts = value.match(new RegExp(`[^]{1,${String(longestString)}}`, 'g')) ?? [''];
  return parts.map((part) => `"${part.replaceAll(/["\\]/g, '\\$&')}"`).join(' ');
}

/** The value that such strings are, joined as DNS joins them; codes of three octal digits are characters. */
export function unquoteTxt(text: string): string {
  const strings = text.match(/"(?:[^"\\]|\\.)*"/gs) ?? [];
  if (strings.length === 0) return text.trim();
  return strings.map((one) => unescapeOctal(one.slice(1, -1))).join('');
}

/** A name as DNS has it: lower case, without a dot at the end. Route 53 writes `*` as `\052`. */
export function plainName(name: string): string {
  return unescapeOctal(name).toLowerCase().replace(/\.$/, '');
}

function unescapeOctal(text: string): string {
  return text.replaceAll(/\\(?:([0-3][0-7]{2})|(.))/gs, (_, octal?: string, character = '') =>
    octal === undefined ? (character as string) : String.fromCodePoint(Number.parseInt(octal, 8)),
  );
}
