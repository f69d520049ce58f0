import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certificateRules } from './certificate/rules/index.ts';
import { issuerRules } from './issuer/rules/index.ts';
import { describeViolation, type Rule } from './rule.ts';

const families: readonly (readonly [kind: string, rules: readonly Rule<never>[]])[] = [
  ['certificate', certificateRules],
  ['issuer', issuerRules],
];

function filesOf(kind: string): readonly string[] {
  const names = readdirSync(new URL(`./${kind}/rules/`, import.meta.url));
  return names.filter((name) => name.endsWith('.ts') && name !== 'index.ts' && !name.endsWith('.test.ts'));
}

describe.each(families)('the rules about a %s', (kind, rules) => {
  it('are listed, each from the file that bears its name', () => {
    expect(rules.map(({ id }) => `${id.slice(kind.length + 1)}.ts`).toSorted()).toEqual(filesOf(kind).toSorted());
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s accepts and refuses its own examples', (_id, rule) => {
    for (const example of rule.passes) expect(rule.check(example.after, example.before)).toEqual([]);
    for (const example of rule.fails) expect(rule.check(example.after, example.before)).not.toEqual([]);
    expect(rule.passes.length).toBeGreaterThan(0);
    expect(rule.fails.length).toBeGreaterThan(0);
  });

  it.each(rules.map((rule) => [rule.id, rule] as const))('%s speaks plainly about its field', (_id, rule) => {
    for (const violation of rule.fails.flatMap((example) => rule.check(example.after, example.before))) {
      const text = describeViolation(violation);
      expect(text).toMatch(/^spec[\w.[\]]*: /);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(text).not.toContain('map[');
    }
  });
});
