import type { Headers, Response } from 'undici';
import { TransientFailure } from '../../api/failure.ts';
import type { ProviderTools } from '../provider.ts';
import { parseJson } from './json.ts';
import type { Vendor } from './refusal.ts';

/** One HTTP request to a vendor. */
export interface Request {
  readonly url: URL;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long to wait for the whole answer. */
  readonly seconds: number;
  /** In words: "the call CreateRecord". */
  readonly what: string;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** `undefined` when it was none. */
  readonly json: unknown;
}

const largestReply = 4 * 1024 * 1024;

/**
 * Sends one request and takes in its answer, whatever the status. Redirects are refused: credentials go to one host.
 *
 * @throws {TransientFailure} `…Unreachable` when there was no whole answer in time
 */
export async function exchange(vendor: Vendor, tools: ProviderTools, request: Request): Promise<Reply> {
  const { url, method, headers, body, seconds, what } = request;
  try {
    const response = await tools.fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      redirect: 'error',
      signal: AbortSignal.any([tools.signal, AbortSignal.timeout(Math.ceil(seconds * 1000))]),
    });
    const text = await readText(response);
    return { status: response.status, headers: response.headers, text, json: parseJson(text) };
  } catch (error) {
    tools.signal.throwIfAborted();
    throw unanswered(vendor, what, error);
  }
}

/** No answer came. */
export function unanswered({ label, word }: Vendor, what: string, cause?: unknown): TransientFailure {
  return new TransientFailure(`${word}Unreachable`, `${label} did not answer ${what}`, { cause });
}

/** A gateway answered instead of the API, or something else that is no answer of it. */
export function unavailable({ label, word }: Vendor, what: string, status: number): TransientFailure {
  const how = status === 200 ? 'something that is no API answer' : `HTTP status ${String(status)}`;
  return new TransientFailure(`${word}Unavailable`, `${label} answered ${what} with ${how}`);
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > largestReply) throw new Error('the answer is larger than can be taken in');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
