import { minute } from '../relative-time.ts';
import type { Life } from './life.ts';

/** A stretch of a life. */
export interface Stretch {
  readonly phase: 'valid' | 'renewing' | 'overdue' | 'expired' | 'waiting';
  /** Shares of the whole, 0 to 1. */
  readonly from: number;
  readonly to: number;
}

export interface Mark {
  readonly is: 'plan' | 'now' | 'failed' | 'issued' | 'next';
  readonly at: number;
  readonly label: string;
  /** Of labels that would lie over each other, each has a lane of its own; 0 is nearest to the line. */
  readonly lane: number;
}

/** A {@link Life} laid out on a line. */
export interface Timeline {
  readonly stretches: readonly Stretch[];
  /** With labels above the line: what is planned. */
  readonly plans: readonly Mark[];
  /** With labels below it: what happened, and now. */
  readonly happenings: readonly Mark[];
  /** The same in one sentence, for those who do not see it. */
  readonly sentence: string;
}

export function timelineOf(life: Life): Timeline {
  const { start, end } = extent(life);
  const share = (at: Date) => Math.min(1, Math.max(0, (at.getTime() - start) / (end - start)));
  const mark = (is: Mark['is'], label: string, at: Date | undefined) =>
    at === undefined || at.getTime() < start ? [] : [{ is, label, at: share(at) }];
  const isDone = life.notBefore !== undefined;
  return {
    stretches: stretchesOf(life, share),
    plans: inLanes([
      ...mark('plan', isDone ? 'Issued' : 'Created', isDone ? life.notBefore : life.created),
      ...mark('plan', 'Renewal', life.renewal),
      ...mark('plan', 'Overdue', life.overdueFrom),
      ...mark('plan', 'Expiry', life.notAfter),
    ]),
    happenings: inLanes([
      ...life.attempts
        .filter(({ outcome }) => outcome === 'issued')
        .flatMap(({ at, revision }) => mark('issued', `#${revision}`, at)),
      ...mark('failed', 'Failed', life.lastFailure),
      ...mark('now', 'Now', life.now),
      ...mark('next', 'Next try', life.nextRetry),
    ]),
    sentence: sentenceOf(life),
  };
}

/** Milliseconds; never empty. */
function extent({ now, created, notBefore, notAfter, nextRetry, lastFailure }: Life) {
  const start = notBefore ?? earliest([created, lastFailure, now]) ?? now;
  const ends = [now, notAfter, nextRetry].map((at) => at?.getTime() ?? 0);
  const end = Math.max(...ends, start.getTime() + 60_000);
  return { start: start.getTime(), end };
}

function earliest(instants: readonly (Date | undefined)[]): Date | undefined {
  return instants
    .filter((at) => at !== undefined)
    .toSorted((one, other) => one.getTime() - other.getTime())[0];
}

function stretchesOf(
  { now, notBefore, renewal, overdueFrom, notAfter }: Life,
  share: (at: Date) => number,
): readonly Stretch[] {
  if (notBefore === undefined || notAfter === undefined)
    return [{ phase: 'waiting', from: 0, to: share(now) }];
  const ends = [
    ['valid', renewal ?? notAfter],
    ['renewing', overdueFrom ?? notAfter],
    ['overdue', notAfter],
    ['expired', now],
  ] as const;
  let from = share(notBefore);
  return ends.flatMap(([phase, until]) => {
    const stretch = { phase, from, to: share(until) };
    from = Math.max(from, stretch.to);
    return stretch.to > stretch.from ? [stretch] : [];
  });
}

/** Room that a letter takes, as a share of the line. */
const letter = 0.009;

function inLanes(marks: readonly Omit<Mark, 'lane'>[]): readonly Mark[] {
  const ends: number[] = [];
  return marks
    .toSorted((one, other) => one.at - other.at)
    .map((mark) => {
      const half = ((mark.label.length + 1) * letter) / 2;
      const free = ends.findIndex((end) => end <= mark.at - half);
      const lane = free < 0 ? ends.length : free;
      ends[lane] = mark.at + half;
      return { ...mark, lane };
    });
}

function sentenceOf({ now, notBefore, renewal, notAfter, lastFailure, nextRetry }: Life): string {
  const parts = [
    ['issued', notBefore],
    ['renewal due', renewal],
    ['expiry', notAfter],
    ['last failure', lastFailure],
    ['next try', nextRetry],
    ['now', now],
  ] as const;
  return parts.flatMap(([what, at]) => (at === undefined ? [] : [`${what} ${minute(at)}`])).join(', ');
}
