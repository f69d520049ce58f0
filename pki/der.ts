import * as asn1js from 'asn1js';

/**
 * Reading DER (ITU-T X.690). asn1js does the reading; what is kept of it are the bytes of every element, because
 * subjects, names and signed parts are copied as they stand and never encoded anew (docs/decisions/0002-asn1.md).
 */

/** Tag bytes, class and "constructed" bit included. */
export const tag = {
  boolean: 0x01,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  visibleString: 0x1a,
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
  /** The same as asn1js has read it: not to be kept for long, it is many times larger than the bytes. */
  readonly block: asn1js.BaseBlock;
}

/** The bytes are not the DER that was expected. Callers turn it into a failure that says what they were reading. */
export class DerError extends Error {}

/** An extension's value is DER inside an OCTET STRING: whoever knows the extension reads it, and nobody else. */
const options: asn1js.FromBerOptions = { copyInput: false, parseEmbedded: false };

function parse(bytes: Buffer): asn1js.FromBerResult {
  let parsed: asn1js.FromBerResult;
  try {
    parsed = asn1js.fromBER(bytes, options);
  } catch (cause) {
    // times and two-byte strings that are malformed are thrown, all else is answered
    throw new DerError('the data is not valid DER', { cause });
  }
  if (parsed.offset < 0) throw new DerError('the data ends early or is not valid DER');
  return parsed;
}

/** asn1js reads BER, of which DER is the part that has one encoding only. */
function checkHeader({ idBlock, lenBlock, blockLength }: asn1js.BaseBlock): void {
  if (idBlock.blockLength !== 1) throw new DerError('a tag number is too large');
  if (lenBlock.isIndefiniteForm) throw new DerError('a length is not valid DER');
  const shortest = Math.max(0x80, 256 ** (lenBlock.blockLength - 2));
  if (lenBlock.longFormUsed && lenBlock.length < shortest) {
    throw new DerError('a length is not in its shortest form');
  }
  // asn1js lets a member reach beyond the end of what it is a member of
  if (blockLength !== 1 + lenBlock.blockLength + lenBlock.length) {
    throw new DerError('an element ends early');
  }
}

function elementOf(block: asn1js.BaseBlock): DerElement {
  checkHeader(block);
  const { buffer, byteOffset, byteLength } = block.valueBeforeDecodeView;
  const whole = Buffer.from(buffer, byteOffset, byteLength);
  return { tag: whole[0] ?? 0, whole, content: whole.subarray(1 + block.lenBlock.blockLength), block };
}

/** The one element that `bytes` is, nothing after it. @throws {DerError} */
export function readDer(bytes: Buffer, expected: number): DerElement {
  const { offset, result } = parse(bytes);
  const element = expectTag(elementOf(result), expected);
  if (offset !== bytes.length) throw new DerError('there is data after the end');
  return element;
}

/** @throws {DerError} when the element is missing or another one */
export function expectTag(element: DerElement | undefined, expected: number): DerElement {
  if (element?.tag !== expected) throw new DerError(`an element with tag ${expected} is missing`);
  return element;
}

/** The block of an element whose tag has been checked: asn1js has a class for every tag. */
function blockOf<Block extends asn1js.BaseBlock>(
  { block }: DerElement,
  type: abstract new (...args: never[]) => Block,
): Block {
  if (block instanceof type) return block;
  throw new DerError('an element is of another type than its tag says');
}

/** The members of a SEQUENCE or SET. @throws {DerError} when the element is missing or another one */
export function members(
  element: DerElement | undefined,
  expected: number = tag.sequence,
): readonly DerElement[] {
  return blockOf(expectTag(element, expected), asn1js.Constructed).valueBlock.value.map(elementOf);
}

/** @returns dotted decimal. @throws {DerError} */
export function readOid(element: DerElement | undefined): string {
  const { valueBlock } = blockOf(expectTag(element, tag.oid), asn1js.ObjectIdentifier);
  // asn1js gives the digits to base 128, and the number only when it is small
  const [head, ...rest] = valueBlock.value.map(({ valueHexView }) =>
    valueHexView.reduce((sum, digit) => sum * 128n + BigInt(digit), 0n),
  );
  if (head === undefined) throw new DerError('an object identifier is empty');
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
  const found = expectTag(element, tag.bitString);
  if (found.content.length === 0) throw new DerError('a bit string is not valid DER');
  const { unusedBits } = blockOf(found, asn1js.BitString).valueBlock;
  return { bytes: found.content.subarray(1), unusedBits };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Text of any of ASN.1's string types; undefined for another type or text that is not valid in it. */
export function readText({ tag: type, content, block }: DerElement): string | undefined {
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
    case tag.bmpString:
      return block instanceof asn1js.BaseStringBlock ? block.getValue() : undefined;
    default:
      return undefined;
  }
}
