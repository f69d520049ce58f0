import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';
import { type ExampleOfRule, exampleKinds, examplesOf } from './admission-support/examples.ts';

/** Examples are about one object each: nothing is said of the issuers that they name. */
const cluster = startedFor(() => startClusterWithWebhook({ webhook: { references: { enabled: false } } }));

/** Hands examples to kubectl in one go, each in a file that bears its name. */
async function kubectl(args: readonly string[], examples: readonly ExampleOfRule[]) {
  const { plane } = cluster();
  const folder = join(plane.dir, `examples-${examples[0]?.name}-${examples.length}`);
  await mkdir(folder, { recursive: true });
  await Promise.all(
    examples.map(({ name, object }) => writeFile(join(folder, `${name}.json`), JSON.stringify(object))),
  );
  const { code, stdout, stderr } = await plane.kubectl([...args, '-f', folder]);
  return { code, stdout: lines(stdout), stderr: lines(stderr.replaceAll(`${folder}/`, '')) };
}

function lines(text: string): readonly string[] {
  return text.split('\n').filter((line) => line !== '');
}

async function letIn(args: readonly string[], examples: readonly ExampleOfRule[]) {
  const { code, stdout, stderr } = await kubectl(args, examples);
  return { many: stdout.length, code, errors: stderr.filter((line) => !line.startsWith('Warning: ')) };
}

async function keptOut(args: readonly string[], examples: readonly ExampleOfRule[]) {
  const { code, stdout, stderr } = await kubectl(args, examples);
  const many = stderr.filter((line) => /^Error from server \((Forbidden|Invalid)\): /.test(line)).length;
  return { many, code, stdout };
}

const create = ['create', '--dry-run=server'];
const ways = [
  { way: 'create, for show', args: create },
  { way: 'server-side apply, for show', args: ['apply', '--server-side', '--dry-run=server'] },
];

describe.each(exampleKinds)('the examples of the rules about a %s', (kind) => {
  const { welcome, refused } = examplesOf(kind);

  it.each(ways)('are let in by $way when nothing is wrong, or it is only doubtful', async ({ args }) => {
    expect(await letIn(args, welcome)).toEqual({ many: welcome.length, code: 0, errors: [] });
  });

  it.each(ways)('are refused by $way when something is wrong', async ({ args }) => {
    expect(await keptOut(args, refused)).toEqual({ many: refused.length, code: 1, stdout: [] });
  });
});

/** Something legal of a kind, for examples to take its place. */
const legal = {
  Certificate: { secretName: 'stored', issuerRef: { name: 'ca' }, dnsNames: ['stored.example'] },
  Issuer: { selfSigned: {} },
  ClusterIssuer: { selfSigned: {} },
};

describe.each(['Certificate', 'Issuer', 'ClusterIssuer'] as const)('a stored %s', (kind) => {
  const { welcome, refused } = examplesOf(kind);
  const asStored = ({ object, ...example }: ExampleOfRule): ExampleOfRule => {
    return { ...example, object: { ...object, metadata: { ...object.metadata, name: 'stored' } } };
  };

  beforeAll(async () => {
    const { plane } = cluster();
    const [first] = welcome;
    const { metadata, ...object } = first?.object ?? { metadata: {} };
    const stored = { ...object, metadata: { ...metadata, name: 'stored' }, spec: legal[kind] };
    await plane.kubectlOrThrow(['create', '-f', '-'], { stdin: JSON.stringify(stored) });
  });

  const replace = ['replace', '--dry-run=server'];

  it('may become what is legal or doubtful', async () => {
    const all = { many: welcome.length, code: 0, errors: [] };

    expect(await letIn(replace, welcome.map(asStored))).toEqual(all);
  });

  it('may not become what is refused', async () => {
    const all = { many: refused.length, code: 1, stdout: [] };

    expect(await keptOut(replace, refused.map(asStored))).toEqual(all);
  });
});

/** What is said about each rule: by the webhook if any of its examples comes that far, else by the schema before it. */
function oneOfEach(told: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...told].map(([rule, texts]) => {
    const best = texts.find((text) => text.includes('denied the request')) ?? texts[0];
    return `${rule}: ${best}`;
  });
}

const goldenKinds = ['Certificate', 'Issuer', 'Challenge'] as const;

async function denials(): Promise<readonly string[]> {
  const examples = goldenKinds.flatMap((kind) => examplesOf(kind).refused);
  const { stderr } = await kubectl(create, examples);
  const errors = stderr.filter((line) => line.startsWith('Error'));
  const told = Map.groupBy(errors, (line) => {
    const name = /error when creating "(.*?)\.json"/.exec(line)?.[1];
    return examples.find((example) => example.name === name)?.rule ?? 'nobody knows';
  });
  return oneOfEach(told);
}

/** kubectl prints a warning without a file name, so each example goes alone. */
async function warnings(): Promise<readonly string[]> {
  const doubtful = goldenKinds.flatMap((kind) => examplesOf(kind).doubtful);
  const told = new Map<string, readonly string[]>();
  for (const example of doubtful) {
    if (!told.has(example.rule)) told.set(example.rule, (await kubectl(create, [example])).stderr);
  }
  return [...told].map(([rule, texts]) => `${rule}: ${texts.join(' | ')}`);
}

describe('kubectl', () => {
  it('prints about every rule what it printed before', async () => {
    const told = [...(await denials()), ...(await warnings())].toSorted();

    await expect(`${told.join('\n')}\n`).toMatchFileSnapshot('./admission.golden');
  });
});

describe.each(exampleKinds)('when it is no show, the examples about a %s', (kind) => {
  const { welcome, refused } = examplesOf(kind);

  it('are stored, or not', async () => {
    expect(await letIn(['create'], welcome)).toEqual({ many: welcome.length, code: 0, errors: [] });
    expect(await keptOut(['create'], refused)).toEqual({ many: refused.length, code: 1, stdout: [] });
  });
});
