import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { repository } from '../../tools/toolchain.ts';
import type { Kustomization } from './flux.ts';
import type { Expressions } from './rules.ts';

/** The `healthCheckExprs` of `examples/flux`, by kind. */
export async function fluxExpressions(): Promise<Expressions> {
  const yaml = await readFile(join(repository, 'examples', 'flux', 'sync.yaml'), 'utf8');
  const entries = parseAllDocuments(yaml).flatMap((document) => {
    const { spec } = document.toJS() as Kustomization;
    return (spec['healthCheckExprs'] ?? []) as { readonly kind: string }[];
  });
  return Object.fromEntries(entries.map((entry) => [entry.kind, entry]));
}
