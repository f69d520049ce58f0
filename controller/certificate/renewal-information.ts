import { createHash } from 'node:crypto';

import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { rfc3339 } from '../../api/conditions.ts';
import { certificateId } from '../../pki/renewal-information.ts';
import type { EventFact } from '../../runtime/reconcile.ts';
import type { LeafFacts } from '../secret-facts.ts';
import { inWindows, plannedRenewal } from './planned-renewal.ts';
import type { RenewalAnswer, Seen } from './seen.ts';

/** What a status says about renewal information (RFC 9773). */
type Information = NonNullable<NonNullable<CertificateStatus['acme']>['ari']>;

const hour = 3600;
/** How soon the CA is asked again: as it says, but no sooner and no later; and when it does not say. */
const checking = { soonest: hour, latest: 7 * 24 * hour, usual: 6 * hour };

/** A CA that asks for replacement always cannot bring about more than so many certificates in one's life. */
const mostReplacements = 100;

/**
 * What is known about the renewal of a certificate: what the CA answered last, if that was about this one.
 *
 * @returns `undefined` where nothing is known, or where the CA has no such information
 */
export function informationOf(seen: Seen, leaf: LeafFacts): Information | undefined {
  const stored = storedOf(seen, leaf);
  const answer = answerFor(seen, leaf);
  if (answer === undefined || rfc3339(answer.at) <= (stored?.lastChecked ?? '')) return stored;
  return answer.is === 'unsupported' ? undefined : written(answer, stored);
}

/** Written down before this certificate was there, it is about the one before. */
function storedOf({ certificate, renewalInformation }: Seen, leaf: LeafFacts): Information | undefined {
  const stored = certificate.status?.acme?.ari;
  if (renewalInformation === undefined || stored?.lastChecked === undefined) return undefined;
  return new Date(stored.lastChecked) < leaf.notBefore ? undefined : stored;
}

function answerFor({ renewalInformation }: Seen, leaf: LeafFacts): RenewalAnswer | undefined {
  const answer = renewalInformation?.answer;
  return answer?.certificateId === certificateId(leaf) ? answer : undefined;
}

/** A failure leaves standing what the CA said before. */
function written(
  answer: Exclude<RenewalAnswer, { is: 'unsupported' }>,
  stored: Information | undefined,
): Information {
  const { lastError: _, ...before } = stored ?? {};
  const times = { lastChecked: rfc3339(answer.at), nextCheck: rfc3339(nextCheck(answer)) };
  if (answer.is === 'failed') return { ...before, ...times, lastError: answer.message };
  const { suggestedWindow, explanationUrl } = answer.info;
  return { suggestedWindow, ...times, ...(explanationUrl && { explanationURL: explanationUrl }) };
}

/** Later by up to a tenth, so that certificates that were asked about together are not always. */
function nextCheck(answer: RenewalAnswer): Date {
  const { soonest, latest, usual } = checking;
  const wanted = answer.retryAfterSeconds ?? usual;
  const seconds = Math.min(Math.max(wanted, soonest), latest);
  const later = 0.1 * fractionOf(`${answer.certificateId} ${answer.at.getTime()}`);
  return new Date(answer.at.getTime() + seconds * (1 + later) * 1000);
}

/** The status with what is known about the certificate in use, or untouched where nobody is asked. */
export function withInformation(
  seen: Seen,
  status: CertificateStatus,
  leaf: LeafFacts | undefined,
): CertificateStatus {
  if (seen.renewalInformation === undefined) return status;
  const { acme: _, ...rest } = status;
  const ari = leaf === undefined ? undefined : informationOf(seen, leaf);
  return ari === undefined ? rest : { ...rest, acme: { ari } };
}

/**
 * When the certificate shall be renewed: at an instant of the window that the CA suggests, where it suggests one, else
 * by the Certificate's own margin. Once the CA cannot be asked any more its word may hasten a renewal and not delay it.
 *
 * @param ari what is known about this very certificate
 * @returns `undefined` when the Certificate says never by itself
 */
export function renewalOf(seen: Seen, leaf: LeafFacts, ari: Information | undefined): Date | undefined {
  const { spec } = seen.certificate;
  const own = plannedRenewal(spec, leaf);
  const chosen = ari && seen.renewalInformation && chosenIn(ari, leaf);
  if (own === undefined || chosen === undefined) return own;
  const suggested = inWindows(spec, chosen, leaf);
  return ari?.lastError !== undefined && own < suggested ? own : suggested;
}

/**
 * Spread over the window (RFC 9773 section 4.2) by name and window: the same after a restart. A window from before the
 * certificate is not about it, and one that ends in nothing is none.
 */
function chosenIn({ suggestedWindow }: Information, leaf: LeafFacts): Date | undefined {
  if (suggestedWindow === undefined) return undefined;
  const { start, end } = suggestedWindow;
  const [from, to] = [Date.parse(start), Date.parse(end)];
  const [begin, expiry] = [leaf.notBefore.getTime(), leaf.notAfter.getTime()];
  if (!(from < to) || from <= begin) return undefined;
  const share = fractionOf(`${certificateId(leaf)} ${start} ${end}`);
  const earliest = begin + (expiry - begin) / mostReplacements;
  const chosen = Math.max(from + share * (to - from), earliest);
  return chosen < expiry ? new Date(Math.floor(chosen / 1000) * 1000) : undefined;
}

/** 0 to 1, evenly, and always the same for the same text. */
function fractionOf(text: string): number {
  return createHash('sha256').update(text).digest().readUIntBE(0, 6) / 2 ** 48;
}

/** @returns seconds until the CA is to be asked; `undefined` when it is not */
export function secondsToCheck(seen: Seen, leaf: LeafFacts): number | undefined {
  const { certificate, renewalInformation, now } = seen;
  if (renewalInformation?.canAsk !== true || certificateId(leaf) === undefined) return undefined;
  if (certificate.spec.renewal?.policy === 'Disabled') return undefined;
  const answer = answerFor(seen, leaf);
  const next =
    answer?.is === 'unsupported' ? rfc3339(nextCheck(answer)) : informationOf(seen, leaf)?.nextCheck;
  return next === undefined ? 0 : Math.max(0, (Date.parse(next) - now.getTime()) / 1000);
}

/** Tells people of an error once, not at every check. */
export function informationEvents({ certificate }: Seen, { acme }: CertificateStatus): readonly EventFact[] {
  const error = acme?.ari?.lastError;
  if (error === undefined || error === certificate.status?.acme?.ari?.lastError) return [];
  const message = `Could not fetch ACME Renewal Information: ${error}`;
  return [{ type: 'Warning', reason: 'ARIError', message }];
}
