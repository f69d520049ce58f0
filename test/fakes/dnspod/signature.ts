import { webcrypto } from 'node:crypto';

/** An API key of the account that the fake plays. */
export interface ApiKey {
  readonly secretId: string;
  readonly secretKey: string;
}

/** A request as it arrived: header names lower case, values untouched. */
export interface ReceivedRequest {
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
}

/** What is wrong with a signature, in the API's words. */
export interface SignatureFault {
  readonly code: string;
  readonly message: string;
}

const longestSkewSeconds = 300;
const shape =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/([^/]+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

/**
 * Judges a TC3-HMAC-SHA256 signature (https://cloud.tencent.com/document/api/1427/56189) from what came over the wire.
 * Shares no code with any client, on purpose.
 *
 * @returns `undefined` when it is good
 */
export async function judgeSignature(
  request: ReceivedRequest,
  keys: readonly ApiKey[],
  now: Date,
): Promise<SignatureFault | undefined> {
  const claim = readClaim(request);
  if (!claim) return fault('SignatureFailure', 'The Authorization header is missing or malformed.');
  const key = keys.find(({ secretId }) => secretId === claim.secretId);
  if (!key) {
    return fault(
      'SecretIdNotFound',
      'The SecretId is not found, please ensure that your SecretId is correct.',
    );
  }
  const skew = Math.abs(now.getTime() / 1000 - Number(claim.timestamp));
  if (!(skew <= longestSkewSeconds)) {
    return fault('SignatureExpire', 'Signature expired, please check your local system time.');
  }
  const wrong = scopeFault(claim);
  if (wrong !== undefined) return fault('SignatureFailure', wrong);
  const expected = await signatureOf({ ...request, ...claim }, key.secretKey);
  if (expected === claim.signature) return undefined;
  return fault('SignatureFailure', 'The provided credentials could not be validated.');
}

interface Claim extends Scope {
  readonly secretId: string;
  readonly signature: string;
}

function readClaim({ headers }: ReceivedRequest): Claim | undefined {
  const match = shape.exec(headers['authorization'] ?? '');
  if (!match) return undefined;
  const [secretId = '', date = '', service = '', names = '', signature = ''] = match.slice(1);
  return {
    secretId,
    date,
    service,
    signed: names.split(';'),
    signature,
    timestamp: headers['x-tc-timestamp'] ?? '',
  };
}

interface Scope {
  readonly date: string;
  readonly service: string;
  readonly timestamp: string;
  readonly signed: readonly string[];
}

function scopeFault({ date, service, timestamp, signed }: Scope): string | undefined {
  if (service !== 'dnspod') return 'The credential is for another service.';
  if (date !== new Date(Number(timestamp) * 1000).toISOString().slice(0, 10)) {
    return 'The date of the credential is not that of the timestamp.';
  }
  const whole = signed.includes('host') && signed.includes('content-type');
  const sorted = signed.join(';') === signed.toSorted().join(';');
  return whole && sorted ? undefined : 'SignedHeaders must have content-type and host, and be sorted.';
}

/** The signature that a request must have, in hex. */
export async function signatureOf(parts: ReceivedRequest & Scope, secretKey: string): Promise<string> {
  let canonical = 'POST\n/\n\n';
  for (const name of parts.signed) {
    const value = (parts.headers[name] ?? '').trim();
    canonical += `${name}:${name === 'content-type' || name === 'host' ? value : value.toLowerCase()}\n`;
  }
  canonical += `\n${parts.signed.join(';')}\n${await digest(parts.body)}`;
  const scope = `${parts.date}/${parts.service}/tc3_request`;
  const text = `TC3-HMAC-SHA256\n${parts.timestamp}\n${scope}\n${await digest(Buffer.from(canonical))}`;
  const dayKey = await mac(Buffer.from(`TC3${secretKey}`), parts.date);
  const serviceKey = await mac(dayKey, parts.service);
  const signingKey = await mac(serviceKey, 'tc3_request');
  return (await mac(signingKey, text)).toString('hex');
}

async function digest(bytes: Buffer): Promise<string> {
  return Buffer.from(await webcrypto.subtle.digest('SHA-256', new Uint8Array(bytes))).toString('hex');
}

async function mac(key: Buffer, text: string): Promise<Buffer> {
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const imported = await webcrypto.subtle.importKey('raw', new Uint8Array(key), algorithm, false, ['sign']);
  return Buffer.from(await webcrypto.subtle.sign('HMAC', imported, new TextEncoder().encode(text)));
}

function fault(code: string, message: string): SignatureFault {
  return { code: `AuthFailure.${code}`, message };
}
