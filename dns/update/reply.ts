/** What is needed of a server's reply to an UPDATE. */
export interface UpdateReply {
  readonly bytes: Buffer;
  readonly rcode: number;
  readonly truncated: boolean;
  readonly tsig: TsigRecord | undefined;
}

/** The TSIG record at the end of a signed message (RFC 8945 section 4.2). */
interface TsigRecord {
  /** Where the record begins in the message. */
  readonly offset: number;
  /** Key and algorithm as they are on the wire, lower case. */
  readonly keyName: string;
  readonly algorithm: string;
  readonly signedAtSeconds: number;
  readonly fudgeSeconds: number;
  readonly mac: Buffer;
  readonly originalId: number;
  /** RFC 8945 section 3: 16 BADSIG, 17 BADKEY, 18 BADTIME. */
  readonly error: number;
  readonly other: Buffer;
}

interface Header {
  readonly type: number;
  readonly class: number;
  readonly ttl: number;
  readonly rdata: number;
  readonly end: number;
}

const typeTsig = 250;
const classAny = 255;
const headerBytes = 12;
const additionalCountAt = 10;

/** @returns `undefined` for bytes that are not a whole reply with this id */
export function readUpdateReply(bytes: Buffer, id: number): UpdateReply | undefined {
  if (bytes.length < headerBytes || bytes.readUInt16BE(0) !== id) return undefined;
  const flags = bytes.readUInt16BE(2);
  if ((flags & 0x8000) === 0) return undefined;
  try {
    return { bytes, rcode: flags & 0xf, truncated: (flags & 0x0200) !== 0, tsig: findTsig(bytes) };
  } catch {
    return undefined; // it ends in the middle of a record
  }
}

/** TSIG is the last record of the additional section or not there at all. */
function findTsig(bytes: Buffer): TsigRecord | undefined {
  if (bytes.readUInt16BE(additionalCountAt) === 0) return undefined;
  const offset = lastRecordAt(bytes);
  const header = readHeader(bytes, offset);
  if (header.type !== typeTsig) return undefined;
  const tsig = readTsig(bytes, offset, header.rdata);
  const ends = header.end === bytes.length && endOf(tsig, bytes) === bytes.length;
  if (ends && header.class === classAny && header.ttl === 0) return tsig;
  throw new RangeError('the TSIG record is malformed'); // RFC 8945 section 5.2: FORMERR
}

function lastRecordAt(bytes: Buffer): number {
  const records = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(additionalCountAt);
  let offset = headerBytes;
  for (let left = bytes.readUInt16BE(4); left > 0; left -= 1) offset = readName(bytes, offset).end + 4;
  for (let left = records - 1; left > 0; left -= 1) offset = readHeader(bytes, offset).end;
  return offset;
}

/** Everything in the record is taken from it and nothing comes after it: where its last member ends in the message. */
function endOf({ other }: TsigRecord, bytes: Buffer): number {
  return other.byteOffset - bytes.byteOffset + other.length;
}

function readTsig(bytes: Buffer, offset: number, rdata: number): TsigRecord {
  const algorithm = readName(bytes, rdata);
  const macLength = bytes.readUInt16BE(algorithm.end + 8);
  const afterMac = algorithm.end + 10 + macLength;
  return {
    offset,
    keyName: readName(bytes, offset).name,
    algorithm: algorithm.name,
    signedAtSeconds: bytes.readUIntBE(algorithm.end, 6),
    fudgeSeconds: bytes.readUInt16BE(algorithm.end + 6),
    mac: slice(bytes, afterMac - macLength, macLength),
    originalId: bytes.readUInt16BE(afterMac),
    error: bytes.readUInt16BE(afterMac + 2),
    other: slice(bytes, afterMac + 6, bytes.readUInt16BE(afterMac + 4)),
  };
}

function slice(bytes: Buffer, start: number, length: number): Buffer {
  if (start + length > bytes.length) throw new RangeError('the message ends in the middle of a record');
  return bytes.subarray(start, start + length);
}

function readHeader(bytes: Buffer, offset: number): Header {
  const { end } = readName(bytes, offset);
  const rdata = end + 10;
  return {
    type: bytes.readUInt16BE(end),
    class: bytes.readUInt16BE(end + 2),
    ttl: bytes.readUInt32BE(end + 4),
    rdata,
    end: rdata + bytes.readUInt16BE(end + 8),
  };
}

/** Follows compression pointers (RFC 1035 section 4.1.4), which may only point backwards: so it ends. */
function readName(bytes: Buffer, offset: number): { readonly name: string; readonly end: number } {
  const length = bytes.readUInt8(offset);
  if (length === 0) return { name: '.', end: offset + 1 };
  if (length >= 0xc0) {
    const target = bytes.readUInt16BE(offset) & 0x3fff;
    if (target >= offset) throw new RangeError('a compression pointer points forwards');
    return { name: readName(bytes, target).name, end: offset + 2 };
  }
  const label = bytes
    .subarray(offset + 1, offset + 1 + length)
    .toString('latin1')
    .toLowerCase();
  const rest = readName(bytes, offset + 1 + length);
  return { name: rest.name === '.' ? `${label}.` : `${label}.${rest.name}`, end: rest.end };
}
