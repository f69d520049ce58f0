import type { Response } from 'undici';
import { TransientFailure } from '../../../api/failure.ts';
import type { Refusal } from './classify.ts';

/** What came back: the members of `Response`, or a refusal. */
export type Outcome = { readonly ok: true; readonly answer: Readonly<Record<string, unknown>> } | Refusal;

const largestAnswer = 4 * 1024 * 1024;

/**
 * Opens `{"Response": {…, "RequestId": "…"}}`. Business errors come with HTTP 200; other statuses are those of gateways.
 *
 * @param secretId struck out of messages
 * @throws {TransientFailure} `DnspodUnavailable` for anything but such an envelope
 */
export async function readEnvelope(
  response: Response,
  action: string,
  secretId: string,
): Promise<{ readonly outcome: Outcome; readonly requestId: string }> {
  if (response.status !== 200) {
    await response.body?.cancel();
    throw unavailable(`DNSPod answered the call ${action} with HTTP status ${String(response.status)}`);
  }
  const answer = memberOf(parse(await readText(response)), 'Response');
  if (!isObject(answer))
    throw unavailable(`DNSPod answered the call ${action} with something that is no API answer`);
  const requestId = textOf(answer['RequestId']);
  const error = answer['Error'];
  if (!isObject(error)) return { outcome: { ok: true, answer }, requestId };
  const message = stableText(textOf(error['Message']), [requestId], secretId);
  return { outcome: { ok: false, code: textOf(error['Code']), message }, requestId };
}

/** A message without what changes from try to try (it becomes a status), on one line, without credentials. */
function stableText(message: string, requestIds: readonly string[], secretId: string): string {
  let text = message.replaceAll(/\[?\s*request ?id\s*[:=]?\s*[\w-]+\s*\]?/gi, '');
  for (const id of requestIds) if (id !== '') text = text.replaceAll(id, '');
  return text
    .replaceAll(secretId, '<secretId>')
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largestAnswer) throw unavailable('DNSPod answered with more than can be taken in');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function memberOf(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined;
}

/** Whether a piece of JSON is an object. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Strings as they are, numbers in digits, anything else as nothing: ids come as either. */
export function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function unavailable(text: string): TransientFailure {
  return new TransientFailure('DnspodUnavailable', text);
}
