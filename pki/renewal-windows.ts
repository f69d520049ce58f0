import { cronTimes } from '../api/cron-calendar.ts';
import type { Validity } from './renewal.ts';
import { type WallClock, wallClock } from './wall-clock.ts';

/** When certificates may be replaced: it opens again and again, and stays open for so long. */
export interface RenewalWindow {
  /** The seconds between its openings, counted from the beginning of the certificate; or on the clocks of a place. */
  readonly opens: { readonly everySeconds: number } | { readonly cron: string; readonly timezone: string };
  readonly openSeconds: number;
}

const dayMs = 24 * 3600 * 1000;

/**
 * When to renew if only windows will do: the time wanted if one is open then, else when the first one opens afterwards.
 *
 * @returns the time wanted, too, if none opens before the certificate ends: late for the window is better than too late
 */
export function renewalInWindow(wanted: Date, validity: Validity, windows: readonly RenewalWindow[]): Date {
  const openings = windows.map((window) => opening(window, validity));
  const isOpen = windows.some(({ openSeconds }, index) => {
    const last = openings[index]?.(new Date(wanted.getTime() - openSeconds * 1000));
    return last !== undefined && last <= wanted;
  });
  if (isOpen) return wanted;
  const next = openings
    .map((after) => after(wanted))
    .filter((date): date is Date => date !== undefined)
    .sort((one, other) => one.getTime() - other.getTime())[0];
  return next ?? wanted;
}

/** Finds the first opening after an instant, and before the end of the certificate. */
type Opening = (after: Date) => Date | undefined;

function opening({ opens, openSeconds }: RenewalWindow, { notBefore, notAfter }: Validity): Opening {
  if (!('everySeconds' in opens)) {
    const clock = wallClock(opens.timezone);
    return (after) => nextByCron(opens.cron, clock, { after, until: notAfter });
  }
  const first = notBefore.getTime() - openSeconds * 1000;
  const step = Math.max(1, opens.everySeconds) * 1000;
  return (after) => {
    const steps = Math.max(0, Math.floor((after.getTime() - first) / step) + 1);
    const next = new Date(first + steps * step);
    return next < notAfter ? next : undefined;
  };
}

interface Span {
  /** Not itself. */
  readonly after: Date;
  readonly until: Date;
}

function nextByCron(cron: string, clock: WallClock, { after, until }: Span): Date | undefined {
  const { minutes, hours, comesOn } = cronTimes(cron);
  const midnight = Math.floor(clock.shown(after).getTime() / dayMs) * dayMs;
  for (let day = midnight; day <= until.getTime() + dayMs; day += dayMs) {
    if (!comesOn(new Date(day))) continue;
    const onDay = hours
      .flatMap((hour) => minutes.map((minute) => new Date(day + (hour * 60 + minute) * 60_000)))
      // a day of minutes is not converted: clocks are not changed by more
      .filter((shown) => day > midnight || shown.getTime() > clock.shown(after).getTime() - dayMs / 8);
    for (const shown of onDay) {
      const instant = clock.instant(shown);
      if (instant !== undefined && instant > after) return instant < until ? instant : undefined;
    }
  }
  return undefined;
}
