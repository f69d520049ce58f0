import { parseDuration } from './duration.ts';
import { shownValue } from './shown-value.ts';

/** One of the five fields of a cron expression. */
export interface CronField {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly words?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** In the order in which they are written. */
export const cronFields: readonly CronField[] = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12, words: months },
  { name: 'day of week', from: 0, to: 6, words: weekdays },
];

const descriptors = new Set([
  '@yearly',
  '@annually',
  '@monthly',
  '@weekly',
  '@daily',
  '@midnight',
  '@hourly',
]);

/** A number or a word of a field; `undefined` for anything else. */
export function numberIn(text: string, field: CronField): number | undefined {
  const word = field.words?.indexOf(text.toLowerCase()) ?? -1;
  if (word >= 0) return word + field.from;
  return /^\d+$/.test(text) ? Number(text) : undefined;
}

function within({ from, to }: CronField, low: number, high: number): boolean {
  return low >= from && high <= to;
}

function stepProblem(text: string, step: string | undefined): string | undefined {
  const fine = step === undefined || (/^\d+$/.test(step) && Number(step) > 0);
  return fine ? undefined : `${shownValue(text)}: the step must be a number above 0`;
}

function spanProblem(text: string, span: string, field: CronField): string | undefined {
  if (span === '*' || span === '?') return undefined;
  const [first = '', last = first, ...others] = span.split('-');
  if (others.length > 0) return `${shownValue(text)} has more than one "-"`;
  const low = numberIn(first, field);
  const high = numberIn(last, field);
  if (low === undefined || high === undefined) return `${shownValue(text)} is not a ${field.name}`;
  if (!within(field, low, high))
    return `${shownValue(text)}: a ${field.name} is from ${field.from} to ${field.to}`;
  return low > high ? `${shownValue(text)} ends before it begins` : undefined;
}

function rangeProblem(text: string, field: CronField): string | undefined {
  const [span = '', step, ...more] = text.split('/');
  if (more.length > 0) return `${shownValue(text)} has more than one "/"`;
  return stepProblem(text, step) ?? spanProblem(text, span, field);
}

function descriptorProblem(text: string): string | undefined {
  if (descriptors.has(text)) return undefined;
  if (!text.startsWith('@every '))
    return `${shownValue(text)} is not known; known are ${[...descriptors].join(', ')} and "@every 12h"`;
  try {
    parseDuration(text.slice('@every '.length));
    return undefined;
  } catch {
    return `${shownValue(text)}: @every needs a duration, such as "@every 12h"`;
  }
}

/**
 * What is wrong with a cron expression of five fields (minute, hour, day of month, month, day of week 0 to 6) or an
 * `@` descriptor; `undefined` when nothing is. A time zone inside the expression is refused: it has a field of its own.
 */
export function cronProblem(expression: string): string | undefined {
  const text = expression.trim();
  if (/^(CRON_)?TZ=/.test(text)) return 'put the time zone into the timezone field, not into the expression';
  if (text.startsWith('@')) return descriptorProblem(text);
  const parts = text === '' ? [] : text.split(/\s+/);
  if (parts.length !== cronFields.length)
    return `must have five fields (minute hour day-of-month month day-of-week), not ${parts.length}`;
  for (const [index, field] of cronFields.entries()) {
    for (const range of (parts[index] ?? '').split(',').filter((part) => part !== '')) {
      const problem = rangeProblem(range, field);
      if (problem) return problem;
    }
  }
  return undefined;
}
