import { createHash, createHmac } from 'node:crypto';

/** A pair of an AccessKey. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** What of an RPC request is signed: its path is `/`, its body is empty, everything is in the query. */
export interface SignedRequest {
  readonly query: Readonly<Record<string, string>>;
  /** Lower-case names: `host` and all `x-acs-` ones. */
  readonly headers: Readonly<Record<string, string>>;
}

const algorithm = 'ACS3-HMAC-SHA256';

/** SHA-256 of the empty body that all our requests have. */
export const emptyBodyDigest = sha256('');

/**
 * The `Authorization` header of signature version 3
 * (https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature).
 */
export function authorizationOf({ query, headers }: SignedRequest, key: AccessKey): string {
  const names = Object.keys(headers).toSorted();
  const signedHeaders = names.join(';');
  const canonicalHeaders = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join('');
  const canonicalRequest = [
    'POST',
    '/',
    canonicalQuery(query),
    canonicalHeaders,
    signedHeaders,
    headers['x-acs-content-sha256'] ?? emptyBodyDigest,
  ].join('\n');
  const signature = createHmac('sha256', key.secret)
    .update(`${algorithm}\n${sha256(canonicalRequest)}`)
    .digest('hex');
  return `${algorithm} Credential=${key.id},SignedHeaders=${signedHeaders},Signature=${signature}`;
}

/** Sorted, and encoded as RFC 3986 has it; sent in the same form. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.keys(query)
    .toSorted()
    .map((name) => `${encode(name)}=${encode(query[name] ?? '')}`)
    .join('&');
}

/** `encodeURIComponent` leaves five characters alone that RFC 3986 reserves. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
