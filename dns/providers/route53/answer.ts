import { unavailable } from '../../vendor-api/exchange.ts';
import type { Reply } from '../../vendor-api/exchange.ts';
import { stableText } from '../../vendor-api/refusal.ts';
import type { Refusal, Vendor } from '../../vendor-api/refusal.ts';
import { meaningOf } from './classify.ts';
import { childOf, parseXml, textAt } from './xml.ts';
import type { XmlElement } from './xml.ts';

/** The document that came, or what AWS says instead. */
export type Outcome = { readonly ok: true; readonly root: XmlElement } | Refusal;

/**
 * Opens an answer of AWS: a document, `<ErrorResponse>`, or `<InvalidChangeBatch>` with its messages.
 *
 * @param strike secrets that must not be seen
 * @throws {TransientFailure} `…Unavailable` when it is none of these
 */
export function readAnswer(vendor: Vendor, reply: Reply, what: string, strike: readonly string[]): Outcome {
  const { status, text, headers } = reply;
  const root = parseXml(text);
  if (status === 200 && root) return { ok: true, root };
  const { code, message } = readError(root);
  if (code === '') {
    if (status === 429) return refusal('429', 'Too many requests.', status, headers.get('retry-after'));
    throw unavailable(vendor, what, status);
  }
  return refusal(code, lineOf(message, strike), status, headers.get('retry-after'));
}

function readError(root: XmlElement | undefined): { readonly code: string; readonly message: string } {
  if (root?.name === 'InvalidChangeBatch') {
    const messages = childOf(root, 'Messages')?.children ?? [];
    return { code: root.name, message: messages.map((one) => textAt(one)).join(' ') };
  }
  return { code: textAt(root, 'Error', 'Code'), message: textAt(root, 'Error', 'Message') };
}

/** The first line: below it AWS repeats what was to be signed, session token and all. Times change from try to try. */
function lineOf(message: string, strike: readonly string[]): string {
  const [line = ''] = message.split('\n');
  return stableText(line.replaceAll(/\d{8}T\d{6}Z/g, '…'), strike) || 'no reason given';
}

function refusal(code: string, message: string, status: number, retryAfter: string | null): Refusal {
  const seconds = Number(retryAfter ?? Number.NaN);
  const later = Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {};
  return { ok: false, code, message, meaning: meaningOf(code, status), ...later };
}
