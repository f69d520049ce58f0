import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { solverProviders } from './index.ts';

const page = readFileSync(new URL('../../docs/providers.md', import.meta.url), 'utf8');
const sections = new Map(
  page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section]),
);
const providers = solverProviders().map((provider) => [provider.name, provider] as const);
const names = providers.map(([name]) => name).filter((name) => sections.has(name));

describe('docs/providers.md', () => {
  it('has a section for every provider, or names it in that of another', () => {
    expect(
      providers.map(([name]) => name).filter((name) => !page.includes(`\`${name}\``) && !sections.has(name)),
    ).toEqual([]);
    expect(names).toEqual(['dnspod', 'alidns', 'cloudflare', 'rfc2136']);
  });

  it.each(providers.filter(([name]) => sections.has(name)))(
    'has every field of %s',
    (name, { configSchema }) => {
      const { properties } = configSchema as { readonly properties: Readonly<Record<string, object>> };
      const rows = [...(sections.get(name) ?? '').matchAll(/^\| `(\w+)`/gm)].map(([, field]) => field);

      expect(rows).toEqual(Object.keys(properties));
    },
  );

  it.each(providers.filter(([name]) => sections.has(name)))(
    'has an example of %s that works',
    (name, provider) => {
      const example = /```yaml\n(.*?)```/s.exec(sections.get(name) ?? '')?.[1] ?? '';

      expect(provider.readConfig(parse(example))).toBeTypeOf('object');
      expect(Object.keys(parse(example) as object).length).toBeGreaterThan(0);
    },
  );
});
