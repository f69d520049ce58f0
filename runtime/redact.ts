import { Failure } from '../api/failure.ts';

/** Struck out wherever they stand in a log line: names of fields that hold secrets (Kubernetes, ACME, DNS vendors). */
const secretNames = new Set([
  'data',
  'stringdata',
  'token',
  'accesstoken',
  'bearertoken',
  'password',
  'passphrase',
  'secretkey',
  'secretid',
  'privatekey',
  'privatekeypem',
  'keypem',
  'tsigsecret',
  'hmac',
  'authorization',
  'cookie',
  'tls.key',
]);

const censored = '[redacted]';

/** PEM private keys, bearer tokens and JSON Web Tokens inside a text. */
const secretTexts =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)|\bBearer [\w.~+/=-]+|\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g;

/** Deeper than anything we log on purpose; also what ends a cycle. */
const deepest = 8;

/** The text without private keys and tokens. */
export function redactText(text: string): string {
  return text.replace(secretTexts, censored);
}

/** A copy of a log line's fields without anything that looks like a secret, by name or by content. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return value;
  return redactObject(value, depth);
}

function redactObject(value: object, depth: number): unknown {
  if (value instanceof Error) return describeError(value, depth);
  if (value instanceof Date) return value.toISOString();
  if (ArrayBuffer.isView(value)) return '[bytes]';
  if (depth >= deepest) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  const members = Object.entries(value).map(([name, member]: [string, unknown]) => [
    name,
    secretNames.has(name.toLowerCase()) ? censored : redact(member, depth + 1),
  ]);
  return Object.fromEntries(members);
}

/**
 * What a log says of an error: name, text, stack and what caused it. Nothing else: errors of libraries carry whole
 * requests and responses in their other members.
 */
function describeError(error: Error, depth: number): object {
  const code: unknown = 'code' in error ? error.code : undefined;
  return {
    type: error.name,
    ...(error instanceof Failure ? { reason: error.reason } : {}),
    message: redactText(error.message),
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(error.stack === undefined ? {} : { stack: redactText(error.stack) }),
    ...(error.cause instanceof Error && depth < deepest
      ? { cause: describeError(error.cause, depth + 1) }
      : {}),
  };
}
