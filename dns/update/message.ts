import { encodeName } from '../name.ts';

/** What to do to one TXT value of one name. */
export type TxtChange =
  | { readonly do: 'add'; readonly fqdn: string; readonly value: string; readonly ttlSeconds: number }
  | { readonly do: 'remove'; readonly fqdn: string; readonly value: string };

const opcodeUpdate = 5;
const typeSoa = 6;
const typeTxt = 16;
const classIn = 1;
/** RFC 2136 section 2.4: in the update section it means "delete this very record". */
const classNone = 254;
const longestString = 255;
const headerBytes = 12;

/**
 * An UPDATE message (RFC 2136) that adds or removes one TXT record, unsigned. Written by hand: dns-packet writes class 0
 * for NONE.
 *
 * @param zone absolute: ends in a dot
 * @throws {TerminalFailure} `InvalidName`
 */
export function encodeUpdate(id: number, zone: string, change: TxtChange): Buffer {
  const header = Buffer.alloc(headerBytes);
  header.writeUInt16BE(id, 0);
  header.writeUInt16BE(opcodeUpdate << 11, 2);
  header.writeUInt16BE(1, 4); // ZOCOUNT
  header.writeUInt16BE(1, 8); // UPCOUNT
  const zoneSection = Buffer.concat([encodeName(zone), uint16(typeSoa), uint16(classIn)]);
  return Buffer.concat([header, zoneSection, encodeChange(change)]);
}

function encodeChange(change: TxtChange): Buffer {
  const rdata = encodeTxt(change.value);
  const ttl = Buffer.alloc(4);
  ttl.writeUInt32BE(change.do === 'add' ? change.ttlSeconds : 0);
  return Buffer.concat([
    encodeName(change.fqdn),
    uint16(typeTxt),
    uint16(change.do === 'add' ? classIn : classNone),
    ttl,
    uint16(rdata.length),
    rdata,
  ]);
}

/** A value as character strings of at most 255 bytes each (RFC 1035 section 3.3.14). */
function encodeTxt(value: string): Buffer {
  const bytes = Buffer.from(value, 'utf8');
  const parts: Buffer[] = [];
  for (let from = 0; from === 0 || from < bytes.length; from += longestString) {
    const chunk = bytes.subarray(from, from + longestString);
    parts.push(Buffer.from([chunk.length]), chunk);
  }
  return Buffer.concat(parts);
}

/** Two bytes, most significant first, as everywhere in DNS. */
export function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value);
  return bytes;
}
