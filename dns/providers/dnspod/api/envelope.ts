import { unavailable } from '../../../vendor-api/exchange.ts';
import type { Reply } from '../../../vendor-api/exchange.ts';
import { isObject, memberOf, textOf } from '../../../vendor-api/json.ts';
import type { Row } from '../../../vendor-api/json.ts';
import { stableText } from '../../../vendor-api/refusal.ts';
import type { Refusal, Vendor } from '../../../vendor-api/refusal.ts';
import { meaningOf } from './classify.ts';

/** What came back: the members of `Response`, or a refusal. */
export type Outcome = { readonly ok: true; readonly answer: Row } | Refusal;

export interface Opened {
  readonly outcome: Outcome;
  readonly requestId: string;
}

/**
 * Opens what all of Tencent Cloud answers: `{"Response": {…, "RequestId": "…"}}`. Business errors come with HTTP 200; other statuses are those of gateways.
 *
 * @param strike credentials that must not be seen in messages
 * @throws {TransientFailure} `…Unavailable` for anything but such an envelope
 */
export function openEnvelope(vendor: Vendor, reply: Reply, what: string, strike: readonly string[]): Opened {
  const answer = reply.status === 200 ? memberOf(reply.json, 'Response') : undefined;
  if (!isObject(answer)) throw unavailable(vendor, what, reply.status);
  const requestId = textOf(answer['RequestId']);
  const error = answer['Error'];
  if (!isObject(error)) return { outcome: { ok: true, answer }, requestId };
  const code = textOf(error['Code']);
  const message = stableText(textOf(error['Message']), [requestId, ...strike]);
  return { outcome: { ok: false, code, message, meaning: meaningOf(code) }, requestId };
}
