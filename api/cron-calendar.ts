import { cronFields, numberIn, type CronField } from './cron.ts';

/** Longest months, leap years included. */
const daysIn = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** First and last value of a span: `*`, `5`, `1-5`. A step makes a single value the first of many. */
function endsOf(span: string, hasStep: boolean, field: CronField): readonly [from: number, to: number] {
  if (span === '*' || span === '?') return [field.from, field.to];
  const [first = '', last] = span.split('-');
  const from = numberIn(first, field) ?? field.from;
  if (last === undefined) return [from, hasStep ? field.to : from];
  return [from, numberIn(last, field) ?? field.to];
}

function valuesIn(range: string, field: CronField): readonly number[] {
  const [span = '', step] = range.split('/');
  const [from, to] = endsOf(span, step !== undefined, field);
  const by = Number(step ?? 1);
  return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, index) => from + index * by);
}

function rangesOf(text = ''): readonly string[] {
  return text.split(',').filter((range) => range !== '');
}

function isOpen(text: string | undefined): boolean {
  return rangesOf(text).some((range) => /^[*?](\/1)?$/.test(range));
}

function dateComes(days: readonly number[], months: readonly number[]): boolean {
  return months.some((month) => days.some((day) => day <= (daysIn[month - 1] ?? 0)));
}

/**
 * Whether a legal expression names a time that no calendar has, such as 30 February. As in all crons, a day counts when
 * either of the two day fields names it, unless one of them leaves it open (`*`).
 */
export function neverComes(expression: string): boolean {
  const texts = expression.trim().split(/\s+/);
  if (texts.length !== cronFields.length) return false; // a descriptor always comes
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = cronFields.map((field, index) =>
    rangesOf(texts[index]).flatMap((range) => valuesIn(range, field)),
  );
  if ([minutes, hours, months].some((values) => values.length === 0)) return true;
  const comes = [dateComes(days, months), weekdays.length > 0];
  return isOpen(texts[2]) || isOpen(texts[4]) ? comes.includes(false) : !comes.includes(true);
}

/** When an expression comes, on the clocks of some place. */
export interface CronTimes {
  /** In order. */
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** @param date the day, in UTC whatever the place */
  readonly comesOn: (date: Date) => boolean;
}

const descriptors: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Of a legal expression; not of `@every`, which follows no clock. */
export function cronTimes(expression: string): CronTimes {
  const text = expression.trim();
  const texts = (descriptors[text] ?? text).split(/\s+/);
  const [minutes = [], hours = [], days = [], months = [], weekdays = []] = cronFields.map((field, index) =>
    rangesOf(texts[index])
      .flatMap((range) => valuesIn(range, field))
      .sort((one, other) => one - other),
  );
  const eitherOpen = isOpen(texts[2]) || isOpen(texts[4]);
  return {
    minutes,
    hours,
    comesOn(date) {
      if (!months.includes(date.getUTCMonth() + 1)) return false;
      const fits = [days.includes(date.getUTCDate()), weekdays.includes(date.getUTCDay())];
      return eitherOpen ? !fits.includes(false) : fits.includes(true);
    },
  };
}
