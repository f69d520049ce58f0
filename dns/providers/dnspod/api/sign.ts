import { createHash, createHmac } from 'node:crypto';

/** A pair of an API key. */
export interface SigningKey {
  readonly secretId: string;
  readonly secretKey: string;
}

/** What of an HTTP request is signed. */
export interface SignedParts {
  /** Lower-case names; at least `content-type` and `host`, as they are sent. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly timestampSeconds: number;
}

const algorithm = 'TC3-HMAC-SHA256';
const service = 'dnspod';

/**
 * The `Authorization` header of API 3.0 (https://cloud.tencent.com/document/api/1427/56189): an HMAC over a canonical
 * form of the request, with a key that is good for one day and one service.
 */
export function authorizationOf(parts: SignedParts, credentials: SigningKey): string {
  const date = new Date(parts.timestampSeconds * 1000).toISOString().slice(0, 10);
  const scope = `${date}/${service}/tc3_request`;
  const names = Object.keys(parts.headers).toSorted();
  const signedHeaders = names.join(';');
  const canonicalHeaders = names
    .map((name) => `${name}:${canonicalValue(name, parts.headers[name] ?? '')}\n`)
    .join('');
  const canonicalRequest = ['POST', '/', '', canonicalHeaders, signedHeaders, sha256(parts.body)].join('\n');
  const toSign = [algorithm, String(parts.timestampSeconds), scope, sha256(canonicalRequest)].join('\n');
  const key = [date, service, 'tc3_request'].reduce<string | Buffer>(hmac, `TC3${credentials.secretKey}`);
  const signature = hmac(key, toSign).toString('hex');
  return `${algorithm} Credential=${credentials.secretId}/${scope}, SignedHeaders=${signedHeaders}, Signature=${signature}`;
}

/** Of all the headers only the action is signed in lower case and sent otherwise. */
function canonicalValue(name: string, value: string): string {
  return name === 'x-tc-action' ? value.toLowerCase() : value.trim();
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
