import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { repository } from '../tools/toolchain.ts';

const guides = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'charts/certloom/README.md']
  .concat(['docs', 'docs/decisions', 'docs/zh'].flatMap(pagesIn))
  .filter((path) => path !== 'docs/rules.md' && path !== 'docs/fields.md') // printed from what they are about
  .map((path) => ({ path, text: readFileSync(join(repository, path), 'utf8') }));

function pagesIn(folder: string): readonly string[] {
  return readdirSync(join(repository, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);
}

/** What is used of JSON Schema in the chart's values. */
interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const values = JSON.parse(
  readFileSync(join(repository, 'charts/certloom/values.schema.json'), 'utf8'),
) as Schema;

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.replace('#/definitions/', '');
  return name === undefined ? schema : (values.definitions?.[name] ?? {});
}

/** Whether the chart has a value there; below maps and lists that it leaves to people, everything is. */
function isValue([name, ...rest]: readonly string[], within: Schema = values): boolean {
  if (name === undefined) return true;
  const { properties, additionalProperties } = resolved(within);
  if (name === '*' || properties === undefined || typeof additionalProperties === 'object') return true;
  const found = properties[name];
  return found !== undefined && isValue(rest, found);
}

const topLevel = new Set(Object.keys(values.properties ?? {}));

/** Dotted paths that begin like a value: in code, and after --set. What the other things are called that do too: */
const others = new Set(['webhook.certloom.dev']);

function pathsIn(text: string): readonly string[] {
  const inCode = [...text.matchAll(/`([A-Za-z]+(?:\.[A-Za-z*]+)+)(?:[=:][^`]*)?`/g)];
  const set = [...text.matchAll(/--set(?:-json|-string)?[ =]'?([A-Za-z]+(?:\.[A-Za-z]+)*)=/g)];
  const paths = [...inCode, ...set].map(([, path = '']) => path);
  return paths.filter((path) => topLevel.has(path.split('.')[0] ?? '') && !others.has(path));
}

function membersOf(value: unknown, at: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [at];
  return [at, ...Object.entries(value).flatMap(([name, member]) => membersOf(member, [...at, name]))];
}

/** Blocks that are values: all that stands at their top is. */
function valuesBlocksIn(text: string): readonly object[] {
  const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => parseAllDocuments(block).map((document) => document.toJS() as unknown))
    .filter((block): block is object => typeof block === 'object' && block !== null && !Array.isArray(block))
    .filter((block) => Object.keys(block).every((name) => topLevel.has(name)));
}

describe.each(guides)('$path', ({ path, text }) => {
  it('leads only to what is there', () => {
    const links = [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => link);
    const lost = links
      .filter((link) => !/^[a-z]+:/.test(link))
      .filter((link) => !existsSync(join(repository, dirname(path), link)));

    expect(lost).toEqual([]);
  });

  it('names only values that the chart has', () => {
    const named = pathsIn(text).map((value) => value.split('.'));
    const shown = valuesBlocksIn(text).flatMap((block) => membersOf(block));

    expect([...named, ...shown].filter((value) => !isValue(value))).toEqual([]);
  });
});
