import { TransientFailure } from '../api/failure.ts';
import { decodeReply, encodeQuery } from './message.ts';
import type { DnsQuestion, DnsReply } from './message.ts';
import type { Fetch } from './provider.ts';

const timeoutMilliseconds = 5000;
const largestBody = 128 * 1024;

/**
 * Asks a DNS-over-HTTPS server (RFC 8484): POST, with id 0 so that caches on the way may answer.
 *
 * @throws {TransientFailure} `DnsServerUnreachable`
 */
export async function askByHttps(url: string, question: DnsQuestion, fetch: Fetch): Promise<DnsReply> {
  const reply = decodeReply(
    await post(url, encodeQuery(question, { id: 0, recursionDesired: true, edns: true }), fetch),
  );
  if (!reply) throw unreachable(url, 'answered with something that is no DNS message');
  return reply;
}

async function post(url: string, body: Buffer, fetch: Fetch): Promise<Buffer> {
  const response = await send(url, body, fetch);
  if (!response.ok) {
    await response.body?.cancel();
    throw unreachable(url, `answered with HTTP status ${String(response.status)}`);
  }
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largestBody) throw unreachable(url, 'answered with too much');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

async function send(url: string, body: Buffer, fetch: Fetch): ReturnType<Fetch> {
  try {
    return await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/dns-message', accept: 'application/dns-message' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMilliseconds),
    });
  } catch (error) {
    throw unreachable(url, 'did not answer', error);
  }
}

function unreachable(url: string, what: string, cause?: unknown): TransientFailure {
  return new TransientFailure('DnsServerUnreachable', `${url} ${what}`, { cause });
}
