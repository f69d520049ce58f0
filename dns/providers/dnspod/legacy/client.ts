import { exchange, unavailable } from '../../../vendor-api/exchange.ts';
import type { Reply } from '../../../vendor-api/exchange.ts';
import { isObject, textOf } from '../../../vendor-api/json.ts';
import type { Row } from '../../../vendor-api/json.ts';
import { asciiName } from '../../../vendor-api/names.ts';
import { askPatiently } from '../../../vendor-api/patience.ts';
import type { ApiCall } from '../../../vendor-api/patience.ts';
import { stableText } from '../../../vendor-api/refusal.ts';
import type { Refusal } from '../../../vendor-api/refusal.ts';
import { dnspod } from '../vendor.ts';
import { legacyMeaningOf } from './classify.ts';
import type { LoginGuard } from './login-guard.ts';

/** The old API of DNSPod (https://docs.dnspod.cn/api/), with `login_token`. It knows nothing of ACME. */
export interface LegacyClient {
  /** @throws {TransientFailure} `DnspodUnreachable`, `DnspodUnavailable` when there was no answer */
  ask(action: string, parameters: Readonly<Record<string, string>>): Promise<LegacyOutcome>;
}

export type LegacyOutcome = { readonly ok: true; readonly answer: Row } | Refusal;

export interface LegacyClientOptions {
  readonly url: URL;
  readonly tokenId: string;
  readonly token: string;
  /** Whose rates they are. */
  readonly account: string;
  /** The vendor wants to know whom to write to when a program misbehaves: the master of this zone. */
  readonly zone: string;
  readonly guard: LoginGuard;
}

/** Nothing is published but that abuse is blocked. */
const rate = { perSecond: 20 };

export function createLegacyClient(call: ApiCall, options: LegacyClientOptions): LegacyClient {
  const { url, tokenId, token, account, zone, guard } = options;
  const { tools, vendor } = call;
  const loginToken = `${tokenId},${token}`;
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': `certloom-dns-solver/1.0 (hostmaster@${asciiName(zone)})`,
  };

  async function attempt(action: string, form: string, seconds: number): Promise<LegacyOutcome> {
    const known = guard.refusalOf(loginToken, tools.clock);
    if (known) return known;
    const what = `the call ${action}`;
    const to = new URL(`/${action}`, url);
    const reply = await exchange(vendor, tools, {
      url: to,
      method: 'POST',
      headers,
      body: form,
      seconds,
      what,
    });
    const outcome = readReply(reply, action, [loginToken, token]);
    tools.log.debug({ action, code: outcome.ok ? '1' : outcome.code }, 'DNSPod answered');
    if (!outcome.ok) guard.note(loginToken, outcome, tools.clock);
    return outcome;
  }

  return {
    ask(action, parameters) {
      const form = new URLSearchParams({
        ...parameters,
        login_token: loginToken,
        format: 'json',
        lang: 'en',
        error_on_empty: 'no',
      });
      const body = form.toString();
      return askPatiently(call, { action, rate, account }, (seconds) => attempt(action, body, seconds));
    },
  };
}

/** Everything comes with HTTP 200 and `{"status": {"code": "1", "message": "…"}, …}`. */
function readReply({ status, json }: Reply, action: string, strike: readonly string[]): LegacyOutcome {
  const answer = status === 200 && isObject(json) ? json : undefined;
  const state = answer?.['status'];
  if (!answer || !isObject(state)) throw unavailable(dnspod, `the call ${action}`, status);
  const code = textOf(state['code']);
  if (code === '1') return { ok: true, answer };
  const message = stableText(textOf(state['message']), strike);
  return { ok: false, code, message, meaning: legacyMeaningOf(action, code) };
}
