import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certificateRequestRules } from './certificate-request/rules/index.ts';
import { certificateRules } from './certificate/rules/index.ts';
import { challengeRules } from './challenge/rules/index.ts';
import { issuerRules } from './issuer/rules/index.ts';
import { newOrderRules, orderRules } from './order/rules/index.ts';
import { describeViolation, type Rule, type Severity, type Violation } from './rule.ts';

interface Family {
  readonly kind: string;
  readonly ids: readonly string[];
  readonly judged: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly passes: readonly Verdict[];
    readonly fails: readonly Verdict[];
  }[];
}
type Verdict = readonly Violation[];

function family<Subject>(kind: string, rules: readonly Rule<Subject>[]): Family {
  const judged = rules.map((rule) => ({
    id: rule.id,
    severity: rule.severity,
    passes: rule.passes.map(({ after, before }) => rule.check(after, before)),
    fails: rule.fails.map(({ after, before }) => rule.check(after, before)),
  }));
  return { kind, ids: rules.map(({ id }) => id), judged };
}

function together({ kind, ids, judged }: Family, other: Family): Family {
  return { kind, ids: [...ids, ...other.ids], judged: [...judged, ...other.judged] };
}

const families = [
  family('certificate', certificateRules),
  family('certificate-request', certificateRequestRules),
  family('issuer', issuerRules),
  together(family('order', orderRules), family('order', newOrderRules)),
  family('challenge', challengeRules),
];

function filesOf(kind: string): readonly string[] {
  const names = readdirSync(new URL(`./${kind}/rules/`, import.meta.url));
  return names.filter((name) => name.endsWith('.ts') && name !== 'index.ts' && !name.endsWith('.test.ts'));
}

describe.each(families)('the rules about a $kind', ({ kind, ids, judged }) => {
  it('are listed, each from the file that bears its name', () => {
    expect(ids.map((id) => `${id.slice(kind.length + 1)}.ts`).toSorted()).toEqual(filesOf(kind).toSorted());
  });

  it.each(judged)('$id accepts and refuses its own examples', ({ passes, fails }) => {
    expect(passes.length).toBeGreaterThan(0);
    expect(fails.length).toBeGreaterThan(0);
    expect(passes.flat()).toEqual([]);
    for (const verdict of fails) expect(verdict).not.toEqual([]);
  });

  it.each(judged)('$id speaks plainly about its field', ({ fails }) => {
    for (const text of fails.flat().map(describeViolation)) {
      expect(text).toMatch(/^(spec|status|metadata)[\w./[\]-]*: /);
      expect(text).toMatch(/^[\x20-\x7e]+$/);
      expect(text).not.toContain('map[');
    }
  });

  it.each(judged.filter(({ severity }) => severity === 'warn'))(
    '$id warns in 120 characters',
    ({ fails }) => {
      for (const { field, detail } of fails.flat())
        expect(`${field}: ${detail}`.length).toBeLessThanOrEqual(120);
    },
  );
});
