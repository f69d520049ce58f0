import { isIPv6 } from 'node:net';
import { isPrintableAscii } from './host-names.ts';
import { matches } from './cel.ts';
import { isIpv6InCel } from './ip-addresses.ts';
import { shownValue } from './shown-value.ts';

/** `scheme:`, then `//authority` if there is one, then the rest (RFC 3986 appendix B). */
const parts = /^([A-Za-z][A-Za-z0-9+.-]*):(?:\/\/([^/?#]*))?([^#]*)(#.*)?$/;

const encoded = /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*$/;

function isHost(host: string): boolean {
  const [, literal] = /^\[([^\]]*)\]$/.exec(host) ?? [];
  if (literal !== undefined) return isIPv6(literal) && !literal.includes('%');
  return host.split('.').every((label) => /^[\w~-]+$/.test(label));
}

function authorityProblem(authority: string | undefined): string | undefined {
  if (!authority) return undefined;
  const at = authority.lastIndexOf('@');
  const [, host = '', port = ''] = /^(\[[^\]]*\]|[^:]*)(.*)$/.exec(authority.slice(at + 1)) ?? [];
  if (!isHost(host)) return 'the host must be a DNS name without empty labels, or an address';
  if (!/^(:\d*)?$/.test(port)) return 'the port must be a number';
  return at < 0 || /^[\w.~-]+$/.test(authority.slice(0, at))
    ? undefined
    : 'only letters, digits and "-", ".", "_", "~" may stand before the "@"';
}

/** What reads the same but is written differently when it is read and written again. */
function spellingProblem(scheme: string, fragment: string | undefined): string | undefined {
  const lower = scheme.toLowerCase();
  if (lower !== scheme) return `write the scheme in lower case: ${shownValue(lower)}`;
  if (fragment === '#') return 'leave the empty fragment out';
  return fragment?.slice(1).includes('#') === true ? 'percent-encode the second "#"' : undefined;
}

/**
 * What keeps a text from being a URI that a certificate can hold (RFC 5280 section 4.2.1.6) and that software writes as
 * it read it; `undefined` when nothing does.
 */
export function uriProblem(text: string): string | undefined {
  if (!isPrintableAscii(text)) return 'must be ASCII: percent-encode everything else (RFC 3986 section 2.1)';
  const [, scheme, authority, rest, fragment] = parts.exec(text) ?? [];
  if (scheme === undefined) return 'must be absolute, such as spiffe://shop.example/web';
  if (!encoded.test(text)) return 'percent-encode characters that no URI may have (RFC 3986 section 2)';
  if (authority === '' && rest?.startsWith('/') !== true) return 'must name a host or a path';
  return spellingProblem(scheme, fragment) ?? authorityProblem(authority);
}

const character = "(?:[\\w.~:/?[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})";
const notSlash = character.replace('/', '');
const literal = String.raw`\[[0-9A-Fa-f:.]+\]`;
const host = `(?:${literal}|[\\w~-]+(?:\\.[\\w~-]+)*)`;
const withAuthority = `//(?:(?:[\\w.~-]+@)?${host}(?::\\d*)?(?:[/?]${character}*)?|/${character}*)`;
const withoutAuthority = `(?:/?${notSlash}${character}*|/?)`;

/** What {@link uriProblem} has nothing against, but for an address in brackets. */
export const uriShape = new RegExp(
  `^[a-z][a-z0-9+.-]*:(?:${withAuthority}|${withoutAuthority})(?:#${character}+)?$`,
);
export const uriOfAddress = /^[^:/]+:\/\/[^/?#]*\[/;

/** CEL: that {@link uriProblem} has nothing against it. */
export function isCertificateUriInCel(subject: string): string {
  const address = isIpv6InCel(`${subject}.split('[')[1].split(']')[0]`);
  return `(${matches(subject, uriShape)} && (!${matches(subject, uriOfAddress)} || ${address}))`;
}

/** Whether a text is an absolute URL with one of these schemes and a host. @param schemes lower case, without colon */
export function isUrl(text: string, schemes: readonly string[]): boolean {
  const [, scheme = '', authority = ''] = parts.exec(text) ?? [];
  return (
    schemes.includes(scheme.toLowerCase()) &&
    authority !== '' &&
    uriProblem(text.replace(/^\w+/, 'x')) === undefined
  );
}
