import { webcrypto } from 'node:crypto';

/** An AccessKey of the account that the fake plays. */
export interface AccessKey {
  readonly id: string;
  readonly secret: string;
}

/** A request as it arrived. */
export interface ReceivedRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

interface SignatureFault {
  readonly code: string;
  readonly message: string;
}

const longestSkewMilliseconds = 15 * 60 * 1000;
const shape =
  /^ACS3-HMAC-SHA256 Credential=([^,]+),\s*SignedHeaders=([a-z0-9;-]+),\s*Signature=([0-9a-f]{64})$/;

/**
 * Judges an ACS3-HMAC-SHA256 signature from what came over the wire
 * (https://www.alibabacloud.com/help/en/sdk/product-overview/v3-request-structure-and-signature). Shares no code with any
 * client, on purpose.
 *
 * @returns `undefined` when it is good
 */
export async function judgeSignature(
  request: ReceivedRequest,
  key: AccessKey,
  now: Date,
): Promise<SignatureFault | undefined> {
  const { headers } = request;
  const match = shape.exec(headers['authorization'] ?? '');
  if (!match) return fault('IncompleteSignature', 'The request signature does not conform to the standards.');
  const [id, names = '', signature] = match.slice(1);
  if (id !== key.id) {
    return fault('InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
  }
  const skew = Math.abs(now.getTime() - Date.parse(headers['x-acs-date'] ?? ''));
  if (!(skew <= longestSkewMilliseconds)) {
    return fault('InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
  }
  const { text, whole } = await readSigned(request, names.split(';'));
  if (whole && (await mac(key.secret, text)) === signature) return undefined;
  return fault(
    'SignatureDoesNotMatch',
    `The request signature we calculated does not match the signature you provided. server string to sign is:${text}`,
  );
}

/** What had to be signed, and whether everything that has to be is among it. */
async function readSigned(
  request: ReceivedRequest,
  signed: readonly string[],
): Promise<{ readonly text: string; readonly whole: boolean }> {
  const { headers } = request;
  const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))];
  const bodyDigest = await digest(request.body);
  const whole =
    needed.every((name) => signed.includes(name)) &&
    signed.join(';') === signed.toSorted().join(';') &&
    headers['x-acs-content-sha256'] === bodyDigest;
  return { text: await stringToSign(request, signed, bodyDigest), whole };
}

async function stringToSign(
  { path, query, headers }: ReceivedRequest,
  signed: readonly string[],
  bodyDigest: string,
): Promise<string> {
  const pairs = [...query].map(([name, value]) => `${rfc3986(name)}=${rfc3986(value)}`);
  let canonical = `POST\n${path}\n${pairs.sort().join('&')}\n`;
  for (const name of signed) canonical += `${name}:${(headers[name] ?? '').trim()}\n`;
  canonical += `\n${signed.join(';')}\n${bodyDigest}`;
  return `ACS3-HMAC-SHA256\n${await digest(Buffer.from(canonical))}`;
}

const unreserved = /[A-Za-z0-9._~-]/;

function rfc3986(text: string): string {
  let encoded = '';
  for (const byte of Buffer.from(text)) {
    const character = String.fromCharCode(byte);
    const hex = byte.toString(16).toUpperCase().padStart(2, '0');
    encoded += unreserved.test(character) ? character : `%${hex}`;
  }
  return encoded;
}

async function digest(bytes: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}

async function mac(secret: string, text: string): Promise<string> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await webcrypto.subtle.importKey('raw', new TextEncoder().encode(secret), algorithm, false, [
    'sign',
  ]);
  return Buffer.from(await webcrypto.subtle.sign('HMAC', key, new TextEncoder().encode(text))).toString(
    'hex',
  );
}

function fault(code: string, message: string): SignatureFault {
  return { code, message };
}
