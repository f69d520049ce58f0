import { TerminalFailure } from './failure.ts';

const nanosecond = 1n;
const second = 1_000_000_000n;
const hour = 3600n * second;

/** Nanoseconds in each unit; both spellings of the micro sign, U+00B5 and U+03BC. */
const units: Readonly<Record<string, bigint>> = {
  ns: nanosecond,
  us: 1000n,
  '\u00b5s': 1000n,
  '\u03bcs': 1000n,
  ms: 1_000_000n,
  s: second,
  m: 60n * second,
  h: hour,
};

/** Go counts nanoseconds in 64 bits: the longest duration is a little over 292 years. */
const longest = 2n ** 63n - 1n;

/** How durations are written; some that look like it are too long for Go. */
export const durationSyntax = /^[+-]?(?:0|(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;

const part = /(\d*)(?:\.(\d*))?(ns|us|\u00b5s|\u03bcs|ms|s|m|h)/y;

function invalid(text: string): TerminalFailure {
  return new TerminalFailure(
    'InvalidDuration',
    `${JSON.stringify(text)} is not a duration: write numbers with the units h, m, s, ms, us or ns, such as 2160h or 1h30m (there is no unit for days)`,
  );
}

/**
 * Nanoseconds of the digits after the point. Go computes them in floating point, from as many digits as 63 bits hold,
 * and cuts off the rest; so do we, to the last bit: `0.3333333333333333333h` is 20 minutes.
 */
function fractionOf(unit: bigint, fraction: string): bigint {
  let digits = 0n;
  let scale = 1;
  for (const digit of fraction) {
    if (digits > longest / 10n || digits * 10n + BigInt(digit) > longest + 1n) break;
    digits = digits * 10n + BigInt(digit);
    scale *= 10;
  }
  return BigInt(Math.trunc(Number(digits) * (Number(unit) / scale)));
}

function sumOfParts(digits: string, text: string): bigint {
  let sum = 0n;
  part.lastIndex = 0;
  while (part.lastIndex < digits.length) {
    const [, whole = '', fraction = '', unit = ''] = part.exec(digits) ?? [];
    const size = units[unit];
    if (size === undefined || whole + fraction === '') throw invalid(text);
    sum += BigInt(whole || '0') * size + fractionOf(size, fraction);
  }
  return sum;
}

/**
 * Reads a duration as Go's `time.ParseDuration` does: `1h30m`, `-1.5h`, `300ms`, `0`.
 *
 * @returns nanoseconds, which need more digits than a number has
 * @throws {TerminalFailure} `InvalidDuration`, also for more than 64 bits of nanoseconds (about 292 years)
 */
export function parseDuration(text: string): bigint {
  const digits = text.replace(/^[-+]/, '');
  if (digits === '0') return 0n;
  if (digits === '') throw invalid(text);
  const size = sumOfParts(digits, text);
  const negative = text.startsWith('-');
  if (size > (negative ? longest + 1n : longest)) throw invalid(text);
  return negative ? -size : size;
}

/** Whether {@link parseDuration} can read it. */
export function isDuration(text: string): boolean {
  try {
    parseDuration(text);
    return true;
  } catch {
    return false;
  }
}

/** A number of `unit`s with as many decimals as it takes: `1.5`. */
function decimal(value: bigint, unit: bigint): string {
  const digits = unit.toString().length - 1;
  const fraction = (value % unit).toString().padStart(digits, '0').replace(/0+$/, '');
  return `${value / unit}${fraction && `.${fraction}`}`;
}

function formatBelowSecond(size: bigint): string {
  if (size < 1000n) return `${size}ns`;
  if (size < 1_000_000n) return `${decimal(size, 1000n)}\u00b5s`;
  return `${decimal(size, 1_000_000n)}ms`;
}

/** Writes a duration as Go's `Duration.String` does: `2160h0m0s`, `1m30s`, `1.5ms`, `0s`. */
export function formatDuration(duration: bigint): string {
  if (duration === 0n) return '0s';
  const sign = duration < 0n ? '-' : '';
  const size = duration < 0n ? -duration : duration;
  if (size < second) return sign + formatBelowSecond(size);
  const hours = size / hour;
  const minutes = (size % hour) / (60n * second);
  const seconds = `${decimal(size % (60n * second), second)}s`;
  if (hours > 0n) return `${sign}${hours}h${minutes}m${seconds}`;
  return minutes > 0n ? `${sign}${minutes}m${seconds}` : sign + seconds;
}

/**
 * A duration in seconds, with a fraction if it has one.
 *
 * @throws {TerminalFailure} `InvalidDuration`
 */
export function durationSeconds(text: string): number {
  return Number(parseDuration(text)) / 1e9;
}
