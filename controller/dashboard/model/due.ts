import { compare } from './chain.ts';
import { type Summary, summaryOf } from './summary.ts';
import type { View } from './view.ts';

/** Renewals that are planned for one day (UTC). */
export interface DueDay {
  /** `2026-03-02`; the first one holds all that should have come before, too. */
  readonly day: string;
  /** How many there are on that day; those beyond the limit are only counted. */
  readonly count: number;
  readonly rows: readonly Summary[];
}

const dayMs = 86_400_000;

/** Most of one day that are named. */
const namedPerDay = 100;

/** Today and the six days after it. */
export function dueDays(view: View): readonly DueDay[] {
  const today = view.now.toISOString().slice(0, 10);
  const days = Array.from({ length: 7 }, (_, index) => addDays(today, index));
  const byDay = new Map(days.map((day): [string, { at: string; key: number }[]] => [day, []]));
  const all = view.stores.certificates.list();
  for (const [key, { status }] of all.entries()) {
    const at = status?.renewalTime;
    if (at !== undefined) byDay.get(maximum(at.slice(0, 10), today))?.push({ at, key });
  }
  return days.map((day) => {
    const due = (byDay.get(day) ?? []).sort((one, other) => compare(one.at, other.at));
    const rows = due.slice(0, namedPerDay).flatMap(({ key }) => {
      const certificate = all[key];
      return certificate === undefined ? [] : [summaryOf(view, certificate)];
    });
    return { day, count: due.length, rows };
  });
}

function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * dayMs).toISOString().slice(0, 10);
}

function maximum(one: string, other: string): string {
  return one > other ? one : other;
}
