import { exchange } from '../../../vendor-api/exchange.ts';
import { askPatiently } from '../../../vendor-api/patience.ts';
import type { ApiCall } from '../../../vendor-api/patience.ts';
import type { Rate } from '../../../vendor-api/rates.ts';
import type { DnspodCredentials } from '../credentials.ts';
import { openEnvelope } from './envelope.ts';
import type { Outcome } from './envelope.ts';
import { authorizationOf } from './sign.ts';

/** DNSPod API 3.0, version 2021-03-23. It knows nothing of ACME. */
export interface DnspodClient {
  /**
   * Calls an action, again and again while DNSPod throttles or stumbles and the time allows.
   *
   * @throws {TransientFailure} `DnspodUnreachable`, `DnspodUnavailable` when there was no answer
   */
  ask(action: string, parameters: Readonly<Record<string, unknown>>): Promise<Outcome>;
}

export interface DnspodClientOptions {
  readonly url: URL;
  readonly credentials: DnspodCredentials;
  /** Whose rates they are. */
  readonly account: string;
}

const contentType = 'application/json; charset=utf-8';
const version = '2021-03-23';

/** Requests per second and account, from the pages of the actions; others are allowed 20. */
const rates: Readonly<Record<string, Rate>> = {
  CreateRecord: { perSecond: 500 },
  DeleteRecord: { perSecond: 500 },
  DescribeRecordList: { perSecond: 100 },
};
const usualRate: Rate = { perSecond: 20 };

export function createDnspodClient(call: ApiCall, options: DnspodClientOptions): DnspodClient {
  let clockOffsetSeconds = 0;
  let { credentials } = options;

  /** A clock that is wrong is made up for: the next attempt is signed with the server's time. */
  function learnTime(date: string | null): void {
    const server = date === null ? Number.NaN : Date.parse(date);
    if (!Number.isFinite(server)) return;
    clockOffsetSeconds = (server - call.tools.clock.now().getTime()) / 1000;
    call.tools.log.warn({ clockOffsetSeconds }, 'DNSPod sees another time than this machine');
  }

  async function attempt(action: string, body: string, seconds: number): Promise<Outcome> {
    const { url } = options;
    const what = `the call ${action}`;
    const timestampSeconds = Math.floor(call.tools.clock.now().getTime() / 1000 + clockOffsetSeconds);
    const headers = headersFor(url, credentials, { action, body, timestampSeconds });
    const reply = await exchange(call.vendor, call.tools, {
      url,
      method: 'POST',
      headers,
      body,
      seconds,
      what,
    });
    const strike = [credentials.secretId, credentials.token ?? ''];
    const { outcome, requestId } = openEnvelope(call.vendor, reply, what, strike);
    const code = outcome.ok ? 'ok' : outcome.code;
    call.tools.log.debug({ action, code, requestId }, 'DNSPod answered');
    if (!outcome.ok && outcome.meaning === 'clock') learnTime(reply.headers.get('date'));
    return outcome;
  }

  return {
    async ask(action, parameters) {
      const body = JSON.stringify(parameters);
      const asked = { action, rate: rates[action] ?? usualRate, account: options.account };
      const ask = (): Promise<Outcome> =>
        askPatiently(call, asked, (seconds) => attempt(action, body, seconds));
      const outcome = await ask();
      if (outcome.ok || outcome.meaning !== 'credentials' || !credentials.renew) return outcome;
      credentials = await credentials.renew();
      return ask();
    },
  };
}

function headersFor(
  url: URL,
  credentials: DnspodCredentials,
  request: { readonly action: string; readonly body: string; readonly timestampSeconds: number },
): Record<string, string> {
  const { action, body, timestampSeconds } = request;
  const headers = { 'content-type': contentType, host: url.host, 'x-tc-action': action };
  return {
    authorization: authorizationOf({ headers, body, timestampSeconds }, credentials),
    'content-type': contentType,
    'x-tc-action': action,
    'x-tc-version': version,
    'x-tc-timestamp': String(timestampSeconds),
    'x-tc-language': 'en-US',
    ...(credentials.token === undefined ? {} : { 'x-tc-token': credentials.token }),
  };
}
