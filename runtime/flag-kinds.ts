import { durationSeconds, formatDuration } from '../api/duration.ts';
import type { Flag } from './flag.ts';

export function text(description: string, value = ''): Flag<string> {
  return { description, placeholder: 'TEXT', default: value, ...shown(value), parse: (given) => given };
}

/** What Go's `strconv.ParseBool` takes. */
const booleans: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  TRUE: true,
  True: true,
  T: true,
  '1': true,
  false: false,
  f: false,
  FALSE: false,
  False: false,
  F: false,
  '0': false,
};

/** @throws {Error} */
export function parseBoolean(given: string): boolean {
  const value = Object.hasOwn(booleans, given) ? booleans[given] : undefined;
  if (value === undefined) throw new Error('expected true or false');
  return value;
}

/** `--x`, `--x=true`, `--x=false`. */
export function boolean(description: string, value: boolean): Flag<boolean> {
  return {
    description,
    placeholder: 'true|false',
    default: value,
    ...shown(String(value)),
    boolean: true,
    parse: parseBoolean,
  };
}

export function integer(description: string, value: number): Flag<number> {
  return {
    description,
    placeholder: 'NUMBER',
    default: value,
    ...shown(String(value)),
    parse(given) {
      const number = Number(given);
      if (!/^[+-]?\d+$/.test(given) || !Number.isSafeInteger(number))
        throw new Error('expected a whole number');
      return number;
    },
  };
}

/** A Go duration, kept in seconds. @param value seconds */
export function duration(description: string, value: number): Flag<number> {
  const defaultText = formatDuration(BigInt(Math.round(value * 1e9)));
  return {
    description,
    placeholder: 'DURATION',
    default: value,
    ...shown(defaultText),
    parse: durationSeconds,
  };
}

/** Comma-separated, and may be repeated. */
export function list(description: string, value: readonly string[] = []): Flag<readonly string[]> {
  return {
    description,
    placeholder: 'LIST',
    default: value,
    ...shown(value.join(',')),
    parse: (given) =>
      given
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    merge: (before, after) => [...before, ...after],
  };
}

/** `key=value,...`, and may be repeated. */
export function labels(description: string): Flag<Readonly<Record<string, string>>> {
  const pairs = list(description);
  return {
    description,
    placeholder: 'KEY=VALUE,...',
    default: {},
    parse: (given) =>
      Object.fromEntries(
        pairs.parse(given).map((pair) => {
          const [, key, value] = /^([^=]+)=([^=]*)$/.exec(pair) ?? [];
          if (key === undefined || value === undefined) throw new Error('expected key=value');
          return [key.trim(), value.trim()];
        }),
      ),
    merge: (before, after) => ({ ...before, ...after }),
  };
}

/** One of a few words. */
export function choice<Word extends string>(
  description: string,
  words: readonly Word[],
  value: NoInfer<Word>,
): Flag<Word> {
  return {
    description,
    placeholder: words.join('|'),
    default: value,
    ...shown(value),
    parse(given) {
      const word = words.find((one) => one === given);
      if (word === undefined) throw new Error(`expected one of ${words.join(', ')}`);
      return word;
    },
  };
}

/** A flag of cert-manager that is read and changes nothing. @param why for people who look for its effect */
export function noEffect(why: string): Flag<string> {
  return { ...text(`No effect: ${why}`), noEffect: why };
}

/** A switch of cert-manager for what there is not: it may be off. @param instead what to do */
export function notServed(what: string, instead: string): Flag<boolean> {
  const flag = boolean(`${what}: not served by this edition`, false);
  return {
    ...flag,
    parse(given) {
      if (flag.parse(given)) throw new Error(`${what}: not served by this edition; ${instead}`);
      return false;
    },
  };
}

function shown(defaultText: string): { readonly defaultText?: string } {
  return defaultText === '' ? {} : { defaultText };
}
