import { tag } from './der.ts';

/** Writing DER (ITU-T X.690): every function returns one whole element, to be put into others as it is. */

function header(type: number, length: number): Buffer {
  if (length < 0x80) return Buffer.from([type, length]);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Buffer.from([type, 0x80 | bytes.length, ...bytes]);
}

/** An element of any type: the parts one after the other under one header. */
export function element(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([header(type, length), ...parts]);
}

export function sequence(...parts: readonly Uint8Array[]): Buffer {
  return element(tag.sequence, ...parts);
}

/** A SET OF: DER wants its members in ascending order of their encodings (X.690 section 11.6). */
export function setOf(...parts: readonly Uint8Array[]): Buffer {
  return element(tag.set, ...[...parts].sort((one, other) => Buffer.compare(one, other)));
}

/** A non-negative INTEGER, from a number or from big-endian bytes. */
export function integer(value: number | Buffer): Buffer {
  let bytes = typeof value === 'number' ? Buffer.from(evenHex(value), 'hex') : value;
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1);
  const [first = 0] = bytes;
  return first < 0x80 ? element(tag.integer, bytes) : element(tag.integer, Buffer.of(0), bytes);
}

function evenHex(value: number): string {
  const hex = value.toString(16);
  return hex.length % 2 === 0 ? hex : `0${hex}`;
}

function base128(arc: bigint): number[] {
  const bytes = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) bytes.unshift(Number(rest & 0x7fn) | 0x80);
  return bytes;
}

/** @param dotted a valid object identifier (`isObjectIdentifier`) */
export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  return element(tag.oid, Buffer.from([first * 40n + second, ...rest].flatMap(base128)));
}

/**
 * Whether the text is an object identifier that ASN.1 can encode: two arcs at least, written without leading zeros or
 * signs, the first 0 to 2, the second below 40 when the first is 0 or 1.
 */
export function isObjectIdentifier(text: string): boolean {
  return /^(?:[01]\.[1-3]?\d|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/.test(text);
}

export function boolean(value: boolean): Buffer {
  return element(tag.boolean, Buffer.of(value ? 0xff : 0));
}

export function nullValue(): Buffer {
  return element(tag.null);
}

export function octetString(...parts: readonly Uint8Array[]): Buffer {
  return element(tag.octetString, ...parts);
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return element(tag.bitString, Buffer.of(unusedBits), bytes);
}

export function utf8String(text: string): Buffer {
  return element(tag.utf8String, Buffer.from(text, 'utf8'));
}

/** The characters of a PrintableString (X.680 section 41.4). */
const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** PrintableString when every character allows it, else UTF8String (RFC 5280 section 4.1.2.4). */
export function directoryString(text: string): Buffer {
  return printable.test(text) ? element(tag.printableString, Buffer.from(text, 'latin1')) : utf8String(text);
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5); whole seconds. */
export function time(at: Date): Buffer {
  const digits = at
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replace(/[-:T]/g, '');
  const year = at.getUTCFullYear();
  return year >= 1950 && year < 2050
    ? element(tag.utcTime, Buffer.from(digits.slice(2)))
    : element(tag.generalizedTime, Buffer.from(digits));
}
