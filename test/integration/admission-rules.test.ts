import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
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

const create = ['create', '--dry-run=server'];
const ways = [
  { way: 'create', args: create },
  { way: 'server-side apply', args: ['apply', '--server-side', '--dry-run=server'] },
];

describe.each(exampleKinds)('the examples of the rules about a %s', (kind) => {
  const { welcome, refused } = examplesOf(kind);

  it.each(ways)('are let in by $way when nothing is wrong, or it is only doubtful', async ({ args }) => {
    const { code, stdout, stderr } = await kubectl(args, welcome);

    expect(stderr.filter((line) => !line.startsWith('Warning: '))).toEqual([]);
    expect(stdout).toHaveLength(welcome.length);
    expect(code).toBe(0);
  });

  it.each(ways)('are refused by $way when something is wrong', async ({ args }) => {
    const { code, stdout, stderr } = await kubectl(args, refused);

    expect(stdout).toEqual([]);
    expect(stderr.filter((line) => /^Error from server \((Forbidden|Invalid)\): /.test(line))).toHaveLength(
      refused.length,
    );
    expect(code).toBe(1);
  });
});

/** What is said about each rule: by the webhook if any of its examples comes that far, else by the schema before it. */
function oneOfEach(told: ReadonlyMap<string, readonly string[]>): readonly string[] {
  return [...told].map(([rule, texts]) => {
    const best = texts.find((text) => text.includes('denied the request')) ?? texts[0];
    return `${rule}: ${best}`;
  });
}

async function denials(): Promise<readonly string[]> {
  const examples = [...examplesOf('Certificate').refused, ...examplesOf('Issuer').refused];
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
  const doubtful = [...examplesOf('Certificate').doubtful, ...examplesOf('Issuer').doubtful];
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
