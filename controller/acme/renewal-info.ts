import { rfc3339 } from '../../api/conditions.ts';
import { invalidAnswer } from './classify.ts';
import type { SigningClient } from './signing.ts';

/** When the CA would like a certificate to be replaced (RFC 9773 section 4.2). */
export interface RenewalInfo {
  /** Start and end, RFC 3339 in whole seconds. */
  readonly suggestedWindow: { readonly start: string; readonly end: string };
  /** A page for people. */
  readonly explanationUrl?: string;
  readonly retryAfterSeconds?: number;
}

/**
 * Asks, unsigned.
 *
 * @param certificateId as `pki/renewal-information.ts` makes it
 * @returns `undefined` when the server has no such information for anybody
 */
export async function readRenewalInfo(
  signing: SigningClient,
  certificateId: string,
): Promise<RenewalInfo | undefined> {
  const { renewalInfo } = await signing.directory();
  if (typeof renewalInfo !== 'string') return undefined;
  const url = `${renewalInfo.replace(/\/$/, '')}/${certificateId}`;
  const { data, retryAfterSeconds } = await signing.get('get_renewal_info', url);
  const { suggestedWindow, explanationURL } = recordOf(data);
  const { start, end } = recordOf(suggestedWindow);
  const [from, to] = [instantOf(start), instantOf(end)];
  if (from === undefined || to === undefined || from >= to) throw invalidAnswer(url, 'no window of time');
  return {
    suggestedWindow: { start: rfc3339(from), end: rfc3339(to) },
    ...(typeof explanationURL === 'string' && explanationURL !== '' && { explanationUrl: explanationURL }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
}

function instantOf(raw: unknown): Date | undefined {
  const instant = new Date(typeof raw === 'string' ? raw : Number.NaN);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}
