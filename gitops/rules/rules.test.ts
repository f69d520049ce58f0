import { describe, expect, it } from 'vitest';
import { readdirSync } from 'node:fs';
import { describeViolation } from '../../api/rule.ts';
import type { Flaw } from '../rule.ts';
import { treeOf } from '../tree.ts';
import { gitopsRules } from './gitops/index.ts';
import { manifestRules } from './manifest/index.ts';
import { referenceRules } from '../../api/reference/rules/index.ts';
import { judgeTree } from '../judge-tree.ts';
import { treeRules } from './reference/index.ts';

interface Judged {
  readonly id: string;
  readonly passes: readonly (readonly Flaw[])[];
  readonly fails: readonly (readonly Flaw[])[];
}

const objectRules = [...manifestRules, ...gitopsRules].map((rule): Judged => ({
  id: rule.id,
  passes: rule.passes.map((object) => rule.check(object)),
  fails: rule.fails.map((object) => rule.check(object)),
}));
const together = treeRules.map((rule): Judged => ({
  id: rule.id,
  passes: rule.passes.map((objects) => rule.check(treeOf(objects))),
  fails: rule.fails.map((objects) => rule.check(treeOf(objects))),
}));
const judged = [...objectRules, ...together];

/** What files cannot say: how much is spent, and what a CSR that is none asks for. */
const onlyAtAdmission = new Set(['reference/rate-limit-has-room']);
const references = referenceRules.filter(({ id }) => !onlyAtAdmission.has(id));

describe('the rules of the check', () => {
  it.each(judged)('$id accepts and refuses its own examples', ({ passes, fails }) => {
    expect(passes.length).toBeGreaterThan(0);
    expect(fails.length).toBeGreaterThan(0);
    expect(passes.flat()).toEqual([]);
    for (const flaws of fails) expect(flaws).not.toEqual([]);
  });

  it.each(judged)('$id speaks plainly about its field', ({ fails }) => {
    for (const text of fails.flat().map(describeViolation)) {
      expect(text).toMatch(/^(spec|status|metadata|kind|apiVersion|webhooks)[\w./[\]-]*: /);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
    }
  });

  it.each(references)('$id of admission is found in files too', ({ id, passes, fails }) => {
    const found = (objects: Parameters<typeof treeOf>[0]): number =>
      judgeTree(treeOf(objects)).filter(({ rule }) => rule === id).length;

    expect(passes.map(found)).toEqual(passes.map(() => 0));
    for (const objects of fails) expect(found(objects)).toBeGreaterThan(0);
  });

  it.each(['manifest', 'gitops', 'reference'])(
    'of the family %s come from the files that bear their names',
    (family) => {
      const files = readdirSync(new URL(`./${family}/`, import.meta.url)).map((name) =>
        name.replace(/\.ts$/, ''),
      );
      const ids = judged.map(({ id }) => id.split('/')).filter(([own]) => own === family);

      for (const [, name] of ids) expect(files).toContain(name);
    },
  );
});
