const units: readonly (readonly [seconds: number, one: string])[] = [
  [365 * 86_400, 'year'],
  [86_400, 'day'],
  [3600, 'hour'],
  [60, 'minute'],
];

/** `in 29 days`, `3 hours ago`, `now`: the largest unit of which there are two, or the smallest there is. */
export function relative(instant: Date, now: Date): string {
  const seconds = Math.round((instant.getTime() - now.getTime()) / 1000);
  const span = spanOf(Math.abs(seconds));
  if (span === undefined) return 'now';
  return seconds > 0 ? `in ${span}` : `${span} ago`;
}

/** `29 days`; `undefined` below a minute. */
export function spanOf(seconds: number): string | undefined {
  const fitting = units.find(([size]) => seconds >= 2 * size) ?? units.findLast(([size]) => seconds >= size);
  if (fitting === undefined) return undefined;
  const [size, unit] = fitting;
  const count = Math.floor(seconds / size);
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** `2026-03-02 14:05Z`: what people compare, to the minute. */
export function minute(instant: Date): string {
  return `${instant.toISOString().slice(0, 16).replace('T', ' ')}Z`;
}
