import type { Issuer } from './issuer.ts';

/** A Secret that an issuer names, and the field in which it does. */
export interface NamedSecret {
  readonly field: string;
  readonly name: string;
  /** The entries that it says it reads. */
  readonly keys: readonly string[];
}

interface Place {
  readonly field: string;
  readonly key: string;
  readonly value: unknown;
}

/** What a Secret with a key and its certificate holds. */
const pair = ['tls.crt', 'tls.key'];

function membersOf({ field, value }: Place): readonly Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const isList = Array.isArray(value);
  return Object.entries(value).map(([key, member]) => ({
    field: isList ? `${field}[${key}]` : `${field}.${key}`,
    key,
    value: member as unknown,
  }));
}

/** The name in a reference, or in a member that is one. */
function nameIn({ field, key, value }: Place): NamedSecret | undefined {
  if (key === 'secretName') return typeof value === 'string' ? { field, name: value, keys: pair } : undefined;
  if (!/(secret|credentials)Ref$/i.test(key)) return undefined;
  const { name, key: entry } = (value ?? {}) as { readonly name?: unknown; readonly key?: unknown };
  const keys = typeof entry === 'string' && entry !== '' ? [entry] : [];
  return typeof name === 'string' ? { field: `${field}.name`, name, keys } : undefined;
}

/** Every Secret that is named anywhere in an issuer; empty names count as no name. */
export function namedSecrets({ spec }: Issuer): readonly NamedSecret[] {
  const found: NamedSecret[] = [];
  const waiting: Place[] = [{ field: 'spec', key: 'spec', value: spec }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const secret = nameIn(place);
    if (secret) found.push(secret);
    else if (place.key !== 'config') waiting.push(...membersOf(place).toReversed()); // of a webhook solver: anybody's JSON
  }
  return found.filter(({ name }) => name !== '');
}
