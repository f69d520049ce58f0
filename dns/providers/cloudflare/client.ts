import { exchange, unavailable } from '../../vendor-api/exchange.ts';
import type { Reply } from '../../vendor-api/exchange.ts';
import { isObject, memberOf, rowsOf, textOf } from '../../vendor-api/json.ts';
import type { Row } from '../../vendor-api/json.ts';
import { askPatiently } from '../../vendor-api/patience.ts';
import type { ApiCall } from '../../vendor-api/patience.ts';
import { stableText } from '../../vendor-api/refusal.ts';
import type { Refusal, Vendor } from '../../vendor-api/refusal.ts';
import { adviceFor, meaningOf } from './classify.ts';

export const cloudflare: Vendor = { label: 'Cloudflare', word: 'Cloudflare', advice: adviceFor };

/** What is sent along to be let in. */
export type CloudflareCredentials =
  { readonly token: string } | { readonly email: string; readonly key: string };

/** Cloudflare's API, version 4. It knows nothing of ACME. */
export interface CloudflareClient {
  /**
   * Sends a request, again and again while Cloudflare throttles or stumbles and the time allows.
   *
   * @throws {TransientFailure} `CloudflareUnreachable`, `CloudflareUnavailable` when there was no answer
   */
  ask(wanted: Wanted): Promise<Outcome>;
}

export interface Wanted {
  /** For people, logs and metrics: "list zones". */
  readonly action: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Below the version. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
}

export type Outcome = { readonly ok: true; readonly result: unknown; readonly total: number } | Refusal;

export interface CloudflareClientOptions {
  /** Ends in `/client/v4`. */
  readonly url: URL;
  readonly credentials: CloudflareCredentials;
  /** Whose rates they are. */
  readonly account: string;
}

/**
 * 1,200 in five minutes, whatever it is that is called, then nothing for the rest of them
 * (https://developers.cloudflare.com/fundamentals/api/reference/limits/): some are left for others.
 */
const rate = { perSecond: 3, burst: 200 };

export function createCloudflareClient(call: ApiCall, options: CloudflareClientOptions): CloudflareClient {
  const { url, credentials, account } = options;
  const strike = 'token' in credentials ? [credentials.token] : [credentials.key, credentials.email];

  async function attempt(wanted: Wanted, seconds: number): Promise<Outcome> {
    const { action, method, path, query = {}, body } = wanted;
    const what = `the request to ${action}`;
    const to = new URL(`${url.pathname}${path}?${new URLSearchParams(query).toString()}`, url);
    const reply = await exchange(call.vendor, call.tools, {
      url: to,
      method,
      headers: headersFor(credentials),
      ...(body && { body: JSON.stringify(body) }),
      seconds,
      what,
    });
    const outcome = readReply(reply, what, strike);
    const ray = reply.headers.get('cf-ray') ?? '';
    call.tools.log.debug({ action, code: outcome.ok ? 'ok' : outcome.code, ray }, 'Cloudflare answered');
    return outcome;
  }

  return {
    ask(wanted) {
      const asked = { action: wanted.action, rate, account, bucket: 'all' };
      return askPatiently(call, asked, (seconds) => attempt(wanted, seconds));
    },
  };
}

function headersFor(credentials: CloudflareCredentials): Record<string, string> {
  const who: Record<string, string> =
    'token' in credentials
      ? { authorization: `Bearer ${credentials.token}` }
      : { 'x-auth-email': credentials.email, 'x-auth-key': credentials.key };
  return { ...who, 'content-type': 'application/json', 'user-agent': 'certloom' };
}

/** `{"success": true, "result": …, "result_info": {…}}`, or `{"success": false, "errors": [{"code": 1, "message": "…"}]}`. */
function readReply({ status, json, headers }: Reply, what: string, strike: readonly string[]): Outcome {
  if (status === 429) return throttled(headers.get('retry-after'));
  if (!isObject(json) || typeof json['success'] !== 'boolean') throw unavailable(cloudflare, what, status);
  if (json['success']) {
    const total = Number(memberOf(json['result_info'], 'total_count'));
    return { ok: true, result: json['result'], total };
  }
  const [error = {}] = rowsOf(json['errors']);
  const code = textOf(error['code']) || String(status);
  const message = stableText([error, ...rowsOf(error['error_chain'])].map(tell).join(': '), strike);
  return { ok: false, code, message, meaning: meaningOf(code, status) };
}

function tell(error: Row): string {
  return textOf(error['message']) || 'no reason given';
}

function throttled(retryAfter: string | null): Refusal {
  const seconds = Number(retryAfter ?? Number.NaN);
  return {
    ok: false,
    code: '429',
    message: 'Too many requests.',
    meaning: 'throttled',
    ...(Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {}),
  };
}
