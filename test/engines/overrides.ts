import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { repository } from '../../tools/toolchain.ts';
import type { Overrides } from './rules.ts';

/** The ConfigMap that people lay over Argo CD's own. */
export async function argoConfigMap(): Promise<{ readonly data: Readonly<Record<string, string>> }> {
  const yaml = await readFile(join(repository, 'examples', 'argocd', 'argocd-cm.yaml'), 'utf8');
  return parse(yaml) as { readonly data: Readonly<Record<string, string>> };
}

/** Its rules, as Argo CD puts them together from the keys: `resource.customizations.health.<group>_<Kind>`. */
export async function argoOverrides(): Promise<Overrides> {
  const { data } = await argoConfigMap();
  const overrides: Record<string, Record<string, string>> = {};
  for (const [key, text] of Object.entries(data)) {
    const [, what = '', groupKind = ''] =
      /^resource\.customizations\.(health|actions)\.(.+)$/.exec(key) ?? [];
    const into = (overrides[groupKind.replace('_', '/')] ??= {});
    into[what === 'health' ? 'health.lua' : what] = text;
  }
  return overrides;
}
