import { posix } from 'node:path';

/** The one proof that a solver Pod gives (RFC 8555 section 8.3). */
export interface ServedProof {
  /** A DNS name or an IP address; never with brackets. */
  readonly domain: string;
  readonly token: string;
  /** The key authorization: what is served. */
  readonly key: string;
}

export interface Answer {
  readonly status: 200 | 404;
  readonly body: string;
}

const challengeDirectory = '/.well-known/acme-challenge';

/** What a request gets: the key where all of host, directory and token are right, and nothing else anywhere. */
export function answer(
  { domain, token, key }: ServedProof,
  request: { readonly host: string; readonly url: string },
): Answer {
  const [path = '/'] = request.url.split('?');
  if (path === '/' || path === '/healthz') return { status: 200, body: '' };
  const isWanted =
    posix.dirname(path) === challengeDirectory &&
    posix.basename(path) === token &&
    hostName(request.host) === domain.toLowerCase();
  return isWanted ? { status: 200, body: key } : { status: 404, body: '' };
}

/** Of a `Host` header: without its port, and without the brackets of IPv6. */
function hostName(host: string): string {
  const [, bracketed] = /^\[([^\]]*)\](?::\d*)?$/.exec(host) ?? [];
  const isBareIpv6 = host.split(':').length > 2;
  return (bracketed ?? (isBareIpv6 ? host : host.replace(/:\d*$/, ''))).toLowerCase();
}
