import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { solverProviders } from './index.ts';

const providers = solverProviders().map((provider) => [provider.name, provider] as const);
const documented = providers.filter(([name]) =>
  ['dnspod', 'alidns', 'cloudflare', 'rfc2136', 'route53'].includes(name),
);

/** A page and its sections by their headings. */
function read(path: string) {
  const page = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
  const sections = page
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf('\n')), section] as const);
  return { page, sections: new Map<string, string>(sections) };
}

describe.each(['docs/providers.md', 'docs/zh/providers.md'])('%s', (path) => {
  const { page, sections } = read(path);

  it('has a section for every provider, or names it in that of another', () => {
    const names = providers.map(([name]) => name);

    expect(names.filter((name) => !page.includes(`\`${name}\``) && !sections.has(name))).toEqual([]);
    expect(names.filter((name) => sections.has(name))).toEqual(documented.map(([name]) => name));
  });

  it.each(documented)('has every field of %s', (name, { configSchema }) => {
    const { properties } = configSchema as { readonly properties: Readonly<Record<string, object>> };
    const rows = [...(sections.get(name) ?? '').matchAll(/^\| `(\w+)`/gm)].map(([, field]) => field);

    expect(rows).toEqual(Object.keys(properties));
  });

  it.each(documented)('has an example of %s that works', (name, provider) => {
    const example = /```yaml\n(.*?)```/s.exec(sections.get(name) ?? '')?.[1] ?? '';

    expect(provider.readConfig(parse(example))).toBeTypeOf('object');
    expect(Object.keys(parse(example) as object).length).toBeGreaterThan(0);
  });
});
