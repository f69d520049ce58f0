import { parseAllDocuments } from 'yaml';
import { selectSolver } from '../../api/issuer/select-solver.ts';
import type { Issuer, Solver } from '../../api/issuer/issuer.ts';
import type { Secret } from '../../api/secret.ts';

/** What an Issuer wants done, and by whom. */
export interface Wanted {
  /** In words: `ClusterIssuer "letsencrypt"`. */
  readonly from: string;
  /** Lower case; `undefined` where only a configuration was given. */
  readonly solver: string | undefined;
  readonly config: unknown;
  /** Of the Secrets; `undefined` for those of a ClusterIssuer. */
  readonly namespace: string | undefined;
}

export interface Manifests {
  readonly issuers: readonly Issuer[];
  readonly secrets: readonly Secret[];
  /** Documents that are no Kubernetes objects: a solver's configuration as it stands below `config`. */
  readonly configs: readonly object[];
}

type Document = Readonly<Record<string, unknown>>;

/**
 * Reads YAML or JSON, Lists included; other kinds are passed over.
 *
 * @throws {Error} when it cannot be parsed
 */
export function readManifests(texts: readonly string[]): Manifests {
  const documents = texts.flatMap(readDocuments).flatMap(itemsOf);
  const ofKinds = (kinds: readonly string[]): readonly unknown[] =>
    documents.filter(({ kind }) => typeof kind === 'string' && kinds.includes(kind));
  return {
    issuers: ofKinds(['Issuer', 'ClusterIssuer']) as readonly Issuer[],
    secrets: ofKinds(['Secret']) as readonly Secret[],
    configs: documents.filter(({ kind, apiVersion }) => kind === undefined && apiVersion === undefined),
  };
}

function readDocuments(text: string): readonly Document[] {
  return parseAllDocuments(text, { uniqueKeys: false }).flatMap((document) => {
    const [error] = document.errors;
    if (error !== undefined) throw error;
    const value: unknown = document.toJS();
    return isDocument(value) ? [value] : [];
  });
}

function isDocument(value: unknown): value is Document {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function itemsOf(document: Document): readonly Document[] {
  return document['kind'] === 'List' && Array.isArray(document['items'])
    ? (document['items'] as readonly Document[])
    : [document];
}

/**
 * The solver that these Issuers would choose for a name.
 *
 * @returns `undefined` when there is none
 */
export function findWanted({ issuers, configs }: Manifests, domain: string): Wanted | undefined {
  const wish = { domain, offered: ['dns-01'], labels: {} };
  for (const issuer of issuers) {
    const solvers = issuer.spec?.acme?.solvers ?? [];
    const chosen = selectSolver(wish, solvers) ?? solvers.find(({ dns01 }) => dns01 !== undefined);
    if (chosen?.dns01 !== undefined) return wantedBy(issuer, chosen.dns01);
  }
  const [config] = configs;
  return config && { from: 'the configuration', solver: undefined, config, namespace: undefined };
}

function wantedBy(issuer: Issuer, dns01: NonNullable<Solver['dns01']>): Wanted {
  const { kind, metadata } = issuer;
  const from = `${kind} ${JSON.stringify(metadata.name)}`;
  const namespace = kind === 'Issuer' ? metadata.namespace : undefined;
  const { webhook } = dns01;
  if (webhook !== undefined)
    return { from, solver: webhook.solverName.toLowerCase(), config: webhook.config, namespace };
  const [solver, config] = Object.entries(dns01).find(([name]) => name !== 'cnameStrategy') ?? [];
  return { from, solver: solver?.toLowerCase(), config, namespace };
}
