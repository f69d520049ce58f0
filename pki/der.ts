/**
 * Reading DER (ITU-T X.690) as slices of the input. Certificates are decoded by the thousand, and subjects, names and
 * signed parts are copied byte for byte, so nothing here builds an object tree that would be encoded anew.
 */

/** Tag bytes, class and "constructed" bit included. */
export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const;

/** The tag byte of `[number] EXPLICIT`, or of an implicit tag over a constructed type. */
export function constructedContext(number: number): number {
  return 0xa0 | number;
}

/** The tag byte of an implicit tag over a primitive type. */
export function primitiveContext(number: number): number {
  return 0x80 | number;
}

/** One element; both buffers are views of the input. */
export interface DerElement {
  readonly tag: number;
  /** Header and content. */
  readonly whole: Buffer;
  readonly content: Buffer;
}

/** The bytes are not the DER that was expected. Callers turn it into a failure that says what they were reading. */
export class DerError extends Error {}

interface Length {
  readonly length: number;
  readonly start: number;
}

/** Up to four length bytes: more than any PEM limit lets in. */
function readLength(bytes: Buffer, at: number): Length {
  const first = bytes[at];
  if (first === undefined) throw new DerError('the data ends early');
  if (first < 0x80) return { length: first, start: at + 1 };
  const count = first & 0x7f;
  const start = at + 1 + count;
  if (count === 0 || count > 4 || start > bytes.length) throw new DerError('a length is not valid DER');
  const length = bytes.readUIntBE(at + 1, count);
  if (length < 0x80 || bytes[at + 1] === 0) throw new DerError('a length is not in its shortest form');
  return { length, start };
}

function readElement(bytes: Buffer, at: number): DerElement {
  const tagByte = bytes[at];
  if (tagByte === undefined) throw new DerError('the data ends early');
  if ((tagByte & 0x1f) === 0x1f) throw new DerError('a tag number is too large');
  const { length, start } = readLength(bytes, at + 1);
  const end = start + length;
  if (end > bytes.length) throw new DerError('the data ends early');
  return { tag: tagByte, whole: bytes.subarray(at, end), content: bytes.subarray(start, end) };
}

/** The elements one after the other in `bytes`, such as the content of a SEQUENCE. @throws {DerError} */
export function readElements(bytes: Buffer): readonly DerElement[] {
  const elements: DerElement[] = [];
  for (let at = 0; at < bytes.length;) {
    const element = readElement(bytes, at);
    elements.push(element);
    at += element.whole.length;
  }
  return elements;
}

/** The one element that `bytes` is, nothing after it. @throws {DerError} */
export function readDer(bytes: Buffer, expected: number): DerElement {
  const element = readElement(bytes, 0);
  if (element.whole.length !== bytes.length) throw new DerError('there is data after the end');
  return expectTag(element, expected);
}

/** @throws {DerError} when the element is missing or another one */
export function expectTag(element: DerElement | undefined, expected: number): DerElement {
  if (element?.tag !== expected) throw new DerError(`an element with tag ${expected} is missing`);
  return element;
}

/** The members of a SEQUENCE or SET. @throws {DerError} when the element is missing or another one */
export function members(
  element: DerElement | undefined,
  expected: number = tag.sequence,
): readonly DerElement[] {
  return readElements(expectTag(element, expected).content);
}

/** @returns dotted decimal. @throws {DerError} */
export function readOid(element: DerElement | undefined, expected: number = tag.oid): string {
  const { content } = expectTag(element, expected);
  const last = content.at(-1);
  if (last === undefined || last >= 0x80) throw new DerError('an object identifier is cut off');
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [head = 0n, ...rest] = arcs;
  const first = head < 80n ? head / 40n : 2n;
  return [first, head - first * 40n, ...rest].join('.');
}

/** A DER boolean: 0xff or 0. @throws {DerError} */
export function readBoolean(element: DerElement | undefined): boolean {
  const { content } = expectTag(element, tag.boolean);
  const value = content[0];
  if (content.length !== 1 || (value !== 0 && value !== 0xff))
    throw new DerError('a boolean is not valid DER');
  return value === 0xff;
}

/** The bytes of a BIT STRING, and how many bits at the end of them do not count. @throws {DerError} */
export function readBitString(element: DerElement | undefined): { bytes: Buffer; unusedBits: number } {
  const { content } = expectTag(element, tag.bitString);
  const unusedBits = content[0];
  if (unusedBits === undefined || unusedBits > 7) throw new DerError('a bit string is not valid DER');
  return { bytes: content.subarray(1), unusedBits };
}

function fromUtf16BigEndian(content: Buffer): string {
  return Buffer.from(content).swap16().toString('utf16le');
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of any of ASN.1's string types; undefined for another type or text that is not valid in it. */
export function readText({ tag: type, content }: DerElement): string | undefined {
  switch (type) {
    case tag.utf8String:
      try {
        return utf8.decode(content);
      } catch {
        return undefined;
      }
    case tag.printableString:
    case tag.ia5String:
    case tag.numericString:
    case tag.visibleString:
    case tag.teletexString:
      return content.toString('latin1');
    case tag.bmpString:
      return content.length % 2 === 0 ? fromUtf16BigEndian(content) : undefined;
    default:
      return undefined;
  }
}
