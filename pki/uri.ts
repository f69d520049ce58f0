import { ipBytes } from './ip-address.ts';

/** The characters of a URI (RFC 3986 section 2), percent signs only before two hexadecimal digits. */
const characters = /^[A-Za-z][A-Za-z0-9+.-]*:(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

function isHost(host: string): boolean {
  const [, literal] = /^\[([^\]]*)\]$/.exec(host) ?? [];
  if (literal !== undefined) return literal.includes(':') && ipBytes(literal) !== undefined;
  return host.split('.').every((label) => /^[\w%~-]+$/.test(label));
}

/**
 * Whether X.509 parsers take the text as a uniformResourceIdentifier (RFC 5280 section 4.2.1.6): absolute, ASCII, and
 * where there is an authority its host is an address or a DNS name without empty labels, its port digits.
 */
export function isEncodableUri(text: string): boolean {
  if (!characters.test(text)) return false;
  const [, authority] = /^[^:]+:\/\/([^/?#]*)/.exec(text) ?? [];
  if (authority === undefined || authority === '') return true;
  const hostAndPort = authority.slice(authority.lastIndexOf('@') + 1);
  const [, host = '', rest = ''] = /^(\[[^\]]*\]|[^:]*)(.*)$/.exec(hostAndPort) ?? [];
  return isHost(host) && /^(?::\d*)?$/.test(rest);
}
