import { createHash } from 'node:crypto';

/** Longest name plus a revision that still fits into the 253 characters of a Kubernetes name, as upstream counts. */
const securedLength = 233;

/** Length of the readable part of a name that ends in a hash. */
const readableLength = 52;

/**
 * Cuts a name to less than `length` characters, ending in a letter or digit, so that something can be appended.
 *
 * @returns the name itself when it is shorter than `length`; empty when no letter or digit is within reach
 */
export function shorten(name: string, length: number): string {
  if (name.length < length) return name;
  return name.slice(0, length).replace(/[^a-zA-Z0-9]+$/, '');
}

/** FNV-1 with 32 bits (multiply, then xor; not FNV-1a) over UTF-8. */
export function fnv1_32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash, 0x01000193) ^ byte;
  return hash >>> 0;
}

/**
 * JSON as Go's encoding/json writes it: no blanks, and `<`, `>`, `&` and the line separators escaped.
 *
 * Members appear in the order the value has them: the caller lists them in the order of the Go struct, leaves out what
 * `omitempty` leaves out, and sorts maps by key (see {@link goMap}).
 */
export function goJson(value: unknown): string {
  const escape = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, escape);
}

/** A map in the order in which Go writes it: by the bytes of its keys. */
export function goMap<Value>(map: Readonly<Record<string, Value>>): Readonly<Record<string, Value>> {
  const byBytes = ([one]: [string, Value], [other]: [string, Value]) =>
    Buffer.compare(Buffer.from(one), Buffer.from(other));
  return Object.fromEntries(Object.entries(map).sort(byBytes));
}

/**
 * The name of an Order or a Challenge: that of its owner, and a hash of what it is for, so that the same wish finds the
 * same object again.
 *
 * @param json what it is for, from {@link goJson}
 */
export function computeName(prefix: string, json: string): string {
  return `${shorten(prefix, readableLength)}-${fnv1_32(json)}`;
}

/**
 * A name that leaves room for `-<revision>`: itself, or cut and with a hash of the whole when it is too long. Names of
 * CertificateRequests start with it.
 */
export function secureName(name: string): string {
  if (name.length <= securedLength) return name;
  const hash = createHash('sha256').update(name).digest('hex');
  return `${shorten(name, securedLength - hash.length - 1)}-${hash}`;
}

/** Adler-32 (RFC 1950 8.2) over UTF-8; in decimal it stands for domain and token in labels. */
export function adler32(text: string): number {
  let sum = 1;
  let sumOfSums = 0;
  for (const byte of Buffer.from(text)) {
    sum = (sum + byte) % 65521;
    sumOfSums = (sumOfSums + sum) % 65521;
  }
  return sumOfSums * 0x10000 + sum;
}
