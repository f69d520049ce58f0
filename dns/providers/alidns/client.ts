import { exchange, unavailable } from '../../vendor-api/exchange.ts';
import type { Reply } from '../../vendor-api/exchange.ts';
import { isObject, textOf } from '../../vendor-api/json.ts';
import type { Row } from '../../vendor-api/json.ts';
import { askPatiently } from '../../vendor-api/patience.ts';
import type { ApiCall } from '../../vendor-api/patience.ts';
import type { Rate } from '../../vendor-api/rates.ts';
import { stableText } from '../../vendor-api/refusal.ts';
import type { Refusal, Vendor } from '../../vendor-api/refusal.ts';
import { adviceFor, meaningOf } from './classify.ts';
import { authorizationOf, canonicalQuery, emptyBodyDigest } from './sign.ts';
import type { AccessKey } from './sign.ts';

export const alidns: Vendor = { label: 'Alibaba Cloud DNS', word: 'Alidns', advice: adviceFor };

/** Alibaba Cloud DNS, version 2015-01-09, RPC style. It knows nothing of ACME. */
export interface AlidnsClient {
  /**
   * Calls an action, again and again while the API throttles or stumbles and the time allows.
   *
   * @throws {TransientFailure} `AlidnsUnreachable`, `AlidnsUnavailable` when there was no answer
   */
  ask(action: string, parameters: Readonly<Record<string, string>>): Promise<Outcome>;
}

export type Outcome = { readonly ok: true; readonly answer: Row } | Refusal;

export interface AlidnsClientOptions {
  readonly url: URL;
  readonly key: AccessKey;
  /** Whose rates they are. */
  readonly account: string;
  /** Different for every request. */
  readonly nonce: () => string;
}

const version = '2015-01-09';

/** Per second and account (https://help.aliyun.com/zh/dns/api-alidns-2015-01-09-quota). */
const rates: Readonly<Record<string, Rate>> = {
  AddDomainRecord: { perSecond: 60 },
  DeleteDomainRecord: { perSecond: 60 },
  DescribeSubDomainRecords: { perSecond: 300 },
};
const usualRate: Rate = { perSecond: 10 };

export function createAlidnsClient(call: ApiCall, options: AlidnsClientOptions): AlidnsClient {
  let clockOffsetMilliseconds = 0;

  /** A clock that is wrong is made up for: the next attempt is signed with the server's time. */
  function learnTime(date: string | null): void {
    const server = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isFinite(server)) return;
    clockOffsetMilliseconds = server - call.tools.clock.now().getTime();
    call.tools.log.warn(
      { clockOffsetSeconds: clockOffsetMilliseconds / 1000 },
      'Alibaba Cloud DNS sees another time than this machine',
    );
  }

  async function attempt(
    action: string,
    query: Readonly<Record<string, string>>,
    seconds: number,
  ): Promise<Outcome> {
    const { url, key } = options;
    const what = `the call ${action}`;
    const now = new Date(call.tools.clock.now().getTime() + clockOffsetMilliseconds);
    const headers = headersFor(options, action, query, now);
    const to = new URL(`/?${canonicalQuery(query)}`, url);
    const reply = await exchange(call.vendor, call.tools, {
      url: to,
      method: 'POST',
      headers,
      seconds,
      what,
    });
    const { outcome, requestId } = readReply(reply, what, key.id);
    call.tools.log.debug({ action, code: outcome.ok ? 'ok' : outcome.code, requestId }, 'Alidns answered');
    if (!outcome.ok && outcome.meaning === 'clock') learnTime(reply.headers.get('date'));
    return outcome;
  }

  return {
    ask(action, parameters) {
      const asked = { action, rate: rates[action] ?? usualRate, account: options.account };
      const query = { ...parameters, Lang: 'en' };
      return askPatiently(call, asked, (seconds) => attempt(action, query, seconds));
    },
  };
}

function headersFor(
  { url, key, nonce }: AlidnsClientOptions,
  action: string,
  query: Readonly<Record<string, string>>,
  now: Date,
): Record<string, string> {
  const signed = {
    'x-acs-action': action,
    'x-acs-content-sha256': emptyBodyDigest,
    'x-acs-date': `${now.toISOString().slice(0, 19)}Z`,
    'x-acs-signature-nonce': nonce(),
    'x-acs-version': version,
  };
  const authorization = authorizationOf({ query, headers: { ...signed, host: url.host } }, key);
  return { ...signed, authorization, accept: 'application/json' };
}

/** Refusals come with statuses 4xx and 5xx and `{"Code": "…", "Message": "…", "RequestId": "…"}`. */
function readReply(
  { status, json }: Reply,
  what: string,
  keyId: string,
): { readonly outcome: Outcome; readonly requestId: string } {
  if (!isObject(json)) throw unavailable(alidns, what, status);
  const requestId = textOf(json['RequestId']);
  if (status === 200) return { outcome: { ok: true, answer: json }, requestId };
  const code = textOf(json['Code']);
  if (code === '') throw unavailable(alidns, what, status);
  const message = messageOf(textOf(json['Message']), [requestId, keyId]);
  return { outcome: { ok: false, code, message, meaning: meaningOf(code) }, requestId };
}

/** A wrong signature is answered with all that was signed, which is new every time. */
function messageOf(message: string, strike: readonly string[]): string {
  return stableText(message.replace(/\s*server (?:string to sign|StringToSign) is.*$/is, ''), strike);
}
