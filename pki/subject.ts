import { TerminalFailure } from '../api/failure.ts';
import { readDer, tag, readText, DerError } from './der.ts';
import { directoryString, isObjectIdentifier } from './der-write.ts';
import { quoted } from './quoted.ts';

/** One attribute of a distinguished name. */
interface NameAttribute {
  /** Dotted OID. */
  readonly oid: string;
  readonly value: string;
}

/** A relative distinguished name: usually one attribute, several when written with `+`. */
export type Rdn = readonly NameAttribute[];

/** The attribute keywords of RFC 4514 section 3, and SERIALNUMBER; matched as they are written here. */
export const attributeOids = {
  C: '2.5.4.6',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
  SERIALNUMBER: '2.5.4.5',
  L: '2.5.4.7',
  ST: '2.5.4.8',
  STREET: '2.5.4.9',
  DC: '0.9.2342.19200300.100.1.25',
  UID: '0.9.2342.19200300.100.1.1',
} as const;

const oidOfKeyword: ReadonlyMap<string, string> = new Map(Object.entries(attributeOids));
const keywordOfOid: ReadonlyMap<string, string> = new Map(
  Object.entries(attributeOids).map(([keyword, oid]) => [oid, keyword]),
);

function failure(message: string): TerminalFailure {
  return new TerminalFailure('InvalidLiteralSubject', message);
}

/**
 * Parse a distinguished name written as RFC 4514 says, most specific first. As cert-manager does, spaces around types,
 * values and separators are dropped, `;` separates like `,` (RFC 2253), and `"`, `<` and `>` stand for themselves.
 *
 * @returns the RDNs in the order written; DER holds them in reverse. An empty text has none
 * @throws {TerminalFailure} `InvalidLiteralSubject`; the message does not name the field
 */
export function parseDistinguishedName(text: string): readonly Rdn[] {
  if (text.trim() === '') return [];
  if (!text.isWellFormed()) throw failure('is not valid Unicode');
  const rdns: NameAttribute[][] = [[]];
  let rest = text;
  for (;;) {
    const { raw, separator, after } = nextAttribute(rest);
    rdns.at(-1)?.push(parseAttribute(raw));
    if (separator === '') return rdns;
    if (separator !== '+') rdns.push([]);
    rest = after;
  }
}

/** The first common name as written, to check `spec.literalSubject` by; undefined when there is none. */
export function commonNameOf(rdns: readonly Rdn[]): string | undefined {
  return rdns.flat().find(({ oid }) => oid === attributeOids.CN)?.value;
}

/** Up to the next separator that no backslash stands before. */
function nextAttribute(text: string): { raw: string; separator: string; after: string } {
  const [raw = ''] = /^(?:\\[^]|[^\\,;+])*/.exec(text) ?? [];
  const separator = text.charAt(raw.length);
  if (separator === '\\') throw failure('ends in a backslash with nothing after it');
  return { raw, separator, after: text.slice(raw.length + 1) };
}

function parseAttribute(raw: string): NameAttribute {
  const equals = raw.indexOf('=');
  if (equals < 0) {
    throw failure(
      `${quoted(raw.trim())} is not an attribute: must be a type, "=", and a value, as in CN=example.com`,
    );
  }
  return { oid: parseType(raw.slice(0, equals).trim()), value: parseValue(raw.slice(equals + 1)) };
}

function parseType(type: string): string {
  const oid = oidOfKeyword.get(type);
  if (oid) return oid;
  if (isObjectIdentifier(type)) return type;
  throw failure(
    `${quoted(type)} is not an attribute type: must be one of ${[...oidOfKeyword.keys()].join(', ')}, or a dotted object identifier`,
  );
}

/** Without the spaces around it; a backslash keeps the space after it. */
function trimValue(raw: string): string {
  const text = raw.replace(/^ +/, '');
  let end = text.length;
  while (text[end - 1] === ' ') end -= 1;
  let start = end;
  while (text[start - 1] === '\\') start -= 1;
  return text.slice(0, (end - start) % 2 === 0 ? end : end + 1);
}

function parseValue(raw: string): string {
  const text = trimValue(raw);
  return text.startsWith('#') ? parseHexValue(text) : unescapeValue(text);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const piece = /\\([0-9A-Fa-f]{2})|\\([ "#+,;<=>\\])|(\\)|([^\\]+)/g;

function unescapeValue(text: string): string {
  const parts: Buffer[] = [];
  for (const [, hexPair, special, stray, plain] of text.matchAll(piece)) {
    if (stray !== undefined) {
      throw failure('a backslash must stand before a special character or two hexadecimal digits');
    }
    parts.push(hexPair === undefined ? Buffer.from(special ?? plain ?? '') : Buffer.from(hexPair, 'hex'));
  }
  try {
    return utf8.decode(Buffer.concat(parts));
  } catch {
    throw failure('the escaped bytes are not valid UTF-8');
  }
}

/** `#` and the BER of the value (RFC 4514 section 2.4): a string type, or an OCTET STRING of UTF-8. */
function parseHexValue(text: string): string {
  const hex = text.slice(1);
  if (!/^(?:[0-9A-Fa-f]{2})+$/.test(hex))
    throw failure('a value after "#" must be pairs of hexadecimal digits');
  const bytes = Buffer.from(hex, 'hex');
  try {
    const element = readDer(bytes, bytes[0] ?? 0);
    const value = readText(element.tag === tag.octetString ? { ...element, tag: tag.utf8String } : element);
    if (value !== undefined) return value;
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
  }
  throw failure('a value after "#" must be the DER of a string');
}

/**
 * Print as RFC 4514 says, in the order given. An attribute without a keyword is printed as OID and hexadecimal DER.
 */
export function printDistinguishedName(rdns: readonly Rdn[]): string {
  return rdns.map((rdn) => rdn.map(printAttribute).join('+')).join(',');
}

function printAttribute({ oid, value }: NameAttribute): string {
  const keyword = keywordOfOid.get(oid);
  return keyword ? `${keyword}=${escapeValue(value)}` : `${oid}=#${directoryString(value).toString('hex')}`;
}

function escapeValue(value: string): string {
  return value
    .replaceAll(/["+,;<>\\]/g, String.raw`\$&`)
    .replaceAll('\0', String.raw`\00`)
    .replace(/^[ #]/, String.raw`\$&`)
    .replace(/(?<!^\\) $/, String.raw`\ `);
}
