import * as asn1js from 'asn1js';

import { tag } from './der.ts';

/**
 * Writing DER (ITU-T X.690) with asn1js. Every function returns one whole element, to be put into others as it is:
 * what has been read or signed stays byte for byte the same.
 */

function encoded(block: asn1js.BaseBlock): Buffer {
  return Buffer.from(block.toBER());
}

/** An element of any type: the parts one after the other under one header. */
export function element(type: number, ...parts: readonly Uint8Array[]): Buffer {
  const block = new asn1js.Primitive({
    idBlock: { tagClass: (type >> 6) + 1, tagNumber: type & 0x1f },
    valueHex: Buffer.concat(parts),
  });
  // to asn1js the parts are bytes and no objects, whatever they are a part of
  block.idBlock.isConstructed = (type & 0x20) !== 0;
  return encoded(block);
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
  const number = typeof value === 'number' ? value : BigInt(`0x${value.toString('hex')}`);
  return encoded(asn1js.Integer.fromBigInt(number));
}

/** @param dotted a valid object identifier (`isObjectIdentifier`) */
export function oid(dotted: string): Buffer {
  const [first = 0n, second = 0n, ...rest] = dotted.split('.').map(BigInt);
  const arcs = [first * 40n + second, ...rest];
  // zeros to begin with: what asn1js reads out of text are doubles, and it writes 49 bits of them
  const block = new asn1js.ObjectIdentifier({ value: `0.0${'.0'.repeat(rest.length)}` });
  for (const [index, arc] of block.valueBlock.value.entries()) {
    arc.valueBigInt = arcs[index] ?? 0n;
    arc.isHexOnly = true;
  }
  return encoded(block);
}

/**
 * Whether the text is an object identifier that ASN.1 can encode: two arcs at least, written without leading zeros or
 * signs, the first 0 to 2, the second below 40 when the first is 0 or 1.
 */
export function isObjectIdentifier(text: string): boolean {
  return /^(?:[01]\.[1-3]?\d|2\.(?:0|[1-9]\d*))(?:\.(?:0|[1-9]\d*))*$/.test(text);
}

export function nullValue(): Buffer {
  return encoded(new asn1js.Null());
}

export function octetString(...parts: readonly Uint8Array[]): Buffer {
  return encoded(new asn1js.OctetString({ valueHex: Buffer.concat(parts) }));
}

export function bitString(bytes: Uint8Array, unusedBits = 0): Buffer {
  return encoded(new asn1js.BitString({ valueHex: bytes, unusedBits }));
}

export function utf8String(text: string): Buffer {
  return encoded(new asn1js.Utf8String({ valueHex: Buffer.from(text, 'utf8') }));
}

/** The characters of a PrintableString (X.680 section 41.4). */
const printable = /^[A-Za-z0-9 '()+,\-./:=?]*$/;

/** PrintableString when every character allows it, else UTF8String (RFC 5280 section 4.1.2.4). */
export function directoryString(text: string): Buffer {
  return printable.test(text) ? encoded(new asn1js.PrintableString({ value: text })) : utf8String(text);
}

/** UTCTime until 2049, GeneralizedTime from 2050 (RFC 5280 section 4.1.2.5); whole seconds. */
export function time(at: Date): Buffer {
  const valueDate = new Date(at);
  valueDate.setUTCMilliseconds(0);
  const year = at.getUTCFullYear();
  return encoded(
    year >= 1950 && year < 2050
      ? new asn1js.UTCTime({ valueDate })
      : new asn1js.GeneralizedTime({ valueDate }),
  );
}
