import { isIP, isIPv4 } from 'node:net';

/** `::ffff:a.b.c.d` is the IPv4 address (RFC 4291 section 2.5.5.2), as cert-manager reads and writes it. */
const mappedPrefix = Buffer.from('00000000000000000000ffff', 'hex');

function ipv6Bytes(text: string): Buffer {
  // the URL parser writes every form of an address in the one of RFC 5952, without dots
  const canonical = new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const [head = '', tail] = canonical.split('::');
  const groupsOf = (part: string | undefined): string[] => (part ? part.split(':') : []);
  const [left, right] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/**
 * The bytes of an address: 4, or 16 for IPv6.
 *
 * @returns undefined for text that is no address; zones and leading zeros are refused
 */
export function ipBytes(text: string): Buffer | undefined {
  if (isIPv4(text)) return Buffer.from(text.split('.').map(Number));
  if (isIP(text) === 0 || text.includes('%')) return undefined;
  const bytes = ipv6Bytes(text);
  return bytes.subarray(0, 12).equals(mappedPrefix) ? bytes.subarray(12) : bytes;
}

/** The address in its canonical text: dotted, or RFC 5952 for IPv6; undefined for any other number of bytes. */
export function ipText(bytes: Buffer): string | undefined {
  if (bytes.length === 4) return bytes.join('.');
  if (bytes.length !== 16) return undefined;
  if (bytes.subarray(0, 12).equals(mappedPrefix)) return bytes.subarray(12).join('.');
  const groups = bytes.toString('hex').match(/.{4}/g) ?? [];
  return new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
}

/** The address as certificates are read back: to compare a spec's spelling with it. Undefined when it is none. */
export function canonicalIp(text: string): string | undefined {
  const bytes = ipBytes(text);
  return bytes && ipText(bytes);
}

/**
 * Address and mask of a CIDR block, as a name constraint holds them (RFC 5280 section 4.2.1.10).
 *
 * @returns 8 or 32 bytes, the bits beyond the prefix cleared; undefined for text that is no CIDR block
 */
export function cidrBytes(text: string): Buffer | undefined {
  const [, address = '', prefixText = ''] = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const bytes = address.includes('%') || isIP(address) === 0 ? undefined : ipBytes(address);
  const prefix = Number(prefixText);
  if (!bytes || prefixText === '' || prefix > bytes.length * 8) return undefined;
  const mask = bytes.map((_, index) => (0xff << (8 - Math.min(8, Math.max(0, prefix - index * 8)))) & 0xff);
  return Buffer.concat([bytes.map((byte, index) => byte & (mask[index] ?? 0)), mask]);
}
