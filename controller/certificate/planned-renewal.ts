import type { CertificateSpec, RenewalWindow as StatedWindow } from '../../api/certificate/certificate.ts';
import { statedDuration } from '../../api/certificate/lifetimes.ts';
import { isTimezone } from '../../api/certificate/renewal-windows.ts';
import { cronProblem } from '../../api/cron.ts';
import { renewalTime, type Validity } from '../../pki/renewal.ts';
import { type RenewalWindow, renewalInWindow } from '../../pki/renewal-windows.ts';

/**
 * A margin that is no duration, and a window that cannot be understood, count as left out: renewing a third before the end
 * is better than never.
 *
 * @returns when to renew; `undefined` when the Certificate says never by itself
 */
export function plannedRenewal(
  spec: Pick<CertificateSpec, 'renewBefore' | 'renewBeforePercentage' | 'renewal'>,
  leaf: Validity,
): Date | undefined {
  const { renewBefore, renewBeforePercentage } = spec;
  if (spec.renewal?.policy === 'Disabled') return undefined;
  const beforeSeconds = secondsOf(renewBefore);
  const wanted = renewalTime(leaf, {
    ...(beforeSeconds === undefined ? {} : { renewBeforeSeconds: beforeSeconds }),
    ...(renewBeforePercentage === undefined ? {} : { renewBeforePercentage }),
  });
  return inWindows(spec, wanted, leaf);
}

/** The instant itself, or one while a window of the Certificate is open. */
export function inWindows({ renewal }: Pick<CertificateSpec, 'renewal'>, wanted: Date, leaf: Validity): Date {
  const windows = (renewal?.windows ?? []).flatMap((window) => readWindow(window));
  return windows.length === 0 ? wanted : renewalInWindow(wanted, leaf, windows);
}

function readWindow({ cron: stated, timezone, windowDuration }: StatedWindow): readonly RenewalWindow[] {
  const cron = stated?.trim();
  const openSeconds = secondsOf(windowDuration) ?? 0;
  const place = timezone || 'UTC';
  if (openSeconds <= 0 || cron === undefined || cronProblem(cron) !== undefined || !isTimezone(place))
    return [];
  if (!cron.startsWith('@every ')) return [{ openSeconds, opens: { cron, timezone: place } }];
  return [{ openSeconds, opens: { everySeconds: secondsOf(cron.slice('@every '.length)) ?? 0 } }];
}

function secondsOf(text: string | undefined): number | undefined {
  const stated = statedDuration(text);
  return stated === undefined ? undefined : Number(stated / 1_000_000_000n);
}
