import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** A request as it came. */
export interface SignedRequest {
  readonly method: string;
  /** With its query, as it was sent. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What the Authorization header says. */
export interface Claim {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
}

/** @returns `undefined` when there is none, or it is no signature of version 4 */
export function readClaim(authorization: string | undefined): Claim | undefined {
  const found =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/([^/]+)\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      authorization ?? '',
    );
  if (!found) return undefined;
  const [, accessKeyId = '', date = '', region = '', service = '', headers = '', signature = ''] = found;
  return { accessKeyId, date, region, service, signedHeaders: headers.split(';'), signature };
}

/**
 * Whether whoever sent the request has the secret, by the steps that AWS publishes
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html).
 */
export function isSignedWith(secret: string, request: SignedRequest, claim: Claim): boolean {
  const expected = signatureOf(secret, request, claim);
  return timingSafeEqual(Buffer.from(expected), Buffer.from(claim.signature));
}

export function signatureOf(secret: string, request: SignedRequest, claim: Omit<Claim, 'signature'>): string {
  const { date, region, service } = claim;
  const scope = `${date}/${region}/${service}/aws4_request`;
  const canonical = createHash('sha256').update(canonicalRequest(request, claim.signedHeaders)).digest('hex');
  const toSign = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'] ?? '', scope, canonical].join('\n');
  const key = [date, region, service, 'aws4_request'].reduce<Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    Buffer.from(`AWS4${secret}`),
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}

function canonicalRequest(request: SignedRequest, signedHeaders: readonly string[]): string {
  const [path = '', query = ''] = request.target.split('?');
  const values = signedHeaders.map((name) => {
    const value = (request.headers[name] ?? '').trim().replaceAll(/ +/g, ' ');
    return `${name}:${value}\n`;
  });
  return [
    request.method,
    path.split('/').map(encode).join('/'),
    query
      .split('&')
      .filter((pair) => pair !== '')
      .map(canonicalPair)
      .toSorted()
      .join('&'),
    values.join(''),
    signedHeaders.join(';'),
    createHash('sha256').update(request.body).digest('hex'),
  ].join('\n');
}

function canonicalPair(pair: string): string {
  const [name = '', value = ''] = pair
    .split('=')
    .map((part) => decodeURIComponent(part.replaceAll('+', ' ')));
  return `${encode(name)}=${encode(value)}`;
}

/** Everything but letters, digits and `-._~`. */
function encode(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
