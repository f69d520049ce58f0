import { TerminalFailure } from '../api/failure.ts';
import type { SecretKeyRef } from './provider.ts';

/** The members of one object of a solver's configuration, found by name whatever the case, as Go's JSON decoder does. */
export interface Fields {
  /** @returns `undefined` when absent, null or empty */
  text(name: string): string | undefined;
  /** Something that goes into a header or a host name: visible ASCII, trimmed. @returns `undefined` when empty */
  word(name: string): string | undefined;
  /** Numbers and decimal strings. @returns `undefined` when absent or null */
  integer(name: string, range: { readonly from: number; readonly to: number }): number | undefined;
  /** A reference without a name is absent: Go clients write `{"name": ""}`. */
  secretRef(name: string): SecretKeyRef | undefined;
  /** Whether it was written, be it as null. */
  has(name: string): boolean;
}

/**
 * Opens a solver's configuration. Unknown members are left alone, as cert-manager does.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`, here and from every member read
 */
export function readFields(raw: unknown, path = ''): Fields {
  const members = membersOf(raw, path);
  const find = (name: string): unknown => members.get(name.toLowerCase()) ?? undefined;
  return {
    has: (name) => members.has(name.toLowerCase()),
    text(name) {
      const value = find(name);
      if (value === undefined || value === '') return undefined;
      return typeof value === 'string' ? value : invalid(`${path}${name} must be a string`);
    },
    word(name) {
      const value = this.text(name)?.trim();
      if (value === undefined || value === '') return undefined;
      return /^[\x21-\x7e]+$/.test(value)
        ? value
        : invalid(`${path}${name} has characters that it cannot have`);
    },
    integer(name, { from, to }) {
      const value = find(name);
      if (value === undefined) return undefined;
      const number = typeof value === 'string' && /^\d+$/.test(value.trim()) ? Number(value) : value;
      const fits = Number.isInteger(number) && (number as number) >= from && (number as number) <= to;
      return fits
        ? (number as number)
        : invalid(`${path}${name} must be a whole number from ${String(from)} to ${String(to)}`);
    },
    secretRef(name) {
      const value = find(name);
      if (value === undefined) return undefined;
      const inner = readFields(value, `${path}${name}.`);
      const secret = inner.text('name')?.trim();
      if (secret === undefined || secret === '') return undefined;
      return { name: secret, key: inner.text('key') ?? invalid(`${path}${name}.key is required`) };
    },
  };
}

/** Ends the reading of a configuration. */
export function invalid(what: string): never {
  throw new TerminalFailure('InvalidSolverConfig', `The solver's configuration is wrong: ${what}`);
}

/** Members under their lower-case names; where two differ only in case, the last one wins, as in Go. */
function membersOf(raw: unknown, path: string): ReadonlyMap<string, unknown> {
  if (raw === undefined || raw === null) return new Map();
  if (typeof raw !== 'object' || Array.isArray(raw)) {
    return invalid(path === '' ? 'it must be an object' : `${path.slice(0, -1)} must be an object`);
  }
  return new Map(Object.entries(raw).map(([name, value]) => [name.toLowerCase(), value]));
}
