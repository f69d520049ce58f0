import type { AcmeIssuer, Dns01Solver } from '../../../api/issuer/issuer.ts';

/** A Secret's entry that a solver needs; `key` may be left out where the schema lets it. */
export interface SolverSecret {
  readonly name: string;
  readonly key: string | undefined;
}

/**
 * The credentials that the issuer's built-in DNS01 solvers name: every `…SecretRef` of their configuration with a name.
 * What a webhook's configuration names is the webhook's business.
 */
export function solverSecrets(acme: AcmeIssuer): readonly SolverSecret[] {
  return (acme.solvers ?? []).flatMap(({ dns01 }) => (dns01 === undefined ? [] : secretsOf(dns01)));
}

function secretsOf(dns01: Dns01Solver): readonly SolverSecret[] {
  return Object.entries(dns01)
    .filter(([provider, config]) => provider !== 'webhook' && typeof config === 'object' && config !== null)
    .flatMap(([, config]) => Object.entries(config as Record<string, unknown>))
    .flatMap(([member, ref]) => (member.endsWith('SecretRef') ? readRef(ref) : []));
}

function readRef(ref: unknown): readonly SolverSecret[] {
  const { name, key } = (ref ?? {}) as { name?: unknown; key?: unknown };
  if (typeof name !== 'string' || name === '') return [];
  return [{ name, key: typeof key === 'string' && key !== '' ? key : undefined }];
}

/** What a Secret has, as far as it is known. */
export type DataKeysOf = (name: string) => readonly string[] | undefined;

/** What is missing, in upstream's words, joined by `; `; empty when nothing is. */
export function missingSolverSecrets(acme: AcmeIssuer, dataKeysOf: DataKeysOf): string {
  const problems = solverSecrets(acme).flatMap(({ name, key }) => {
    const keys = dataKeysOf(name);
    if (keys === undefined) return [`failed to get secret "${name}": secrets "${name}" not found`];
    return key === undefined || keys.includes(key) ? [] : [`the secret "${name}" does not have key "${key}"`];
  });
  return [...new Set(problems)].join('; ');
}
