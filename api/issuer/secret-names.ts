import type { Issuer } from './issuer.ts';

/** A Secret that an issuer names, and the field in which it does. */
export interface NamedSecret {
  readonly field: string;
  readonly name: string;
}

function* walk(value: unknown, field: string): Generator<NamedSecret> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, member] of Object.entries(value as Readonly<Record<string, unknown>>)) {
    const at = Array.isArray(value) ? `${field}[${key}]` : `${field}.${key}`;
    if (key === 'config') continue; // of a webhook solver: anybody's JSON
    if (key === 'secretName' && typeof member === 'string') yield { field: at, name: member };
    else if (/(secret|credentials)Ref$/i.test(key)) yield* named(member, at);
    else yield* walk(member, at);
  }
}

function* named(reference: unknown, field: string): Generator<NamedSecret> {
  const { name } = (reference ?? {}) as { readonly name?: unknown };
  if (typeof name === 'string') yield { field: `${field}.name`, name };
}

/** Every Secret that is named anywhere in an issuer; empty names count as no name. */
export function namedSecrets({ spec }: Issuer): readonly NamedSecret[] {
  return [...walk(spec, 'spec')].filter(({ name }) => name !== '');
}
