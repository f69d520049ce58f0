import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { CertificateRequestCandidate } from '../certificate-request/candidate.ts';
import type { Decoders } from '../judge.ts';
import type { KubeObject } from '../resource.ts';
import { describeViolation } from '../rule.ts';
import type { Finding } from '../finding.ts';
import { judgeExample } from './judge-example.ts';
import { referenceRules } from './rules/index.ts';

const decode: Decoders = {
  certificate: (certificate) => ({ certificate }),
  request: (request): CertificateRequestCandidate => ({ request, decoded: {} }),
  order: (order) => ({ order, decoded: { identifiers: [] } }),
};

function found(examples: readonly (readonly KubeObject[])[], rule: string): readonly (readonly Finding[])[] {
  return examples.map((objects) => judgeExample(objects, decode).filter((finding) => finding.rule === rule));
}

describe('the rules about several objects', () => {
  it('are listed, each from the file that bears its name', () => {
    const files = readdirSync(new URL('./rules/', import.meta.url)).filter((name) => name !== 'index.ts');

    expect(referenceRules.map(({ id }) => `${id.replace('reference/', '')}.ts`).toSorted()).toEqual(
      files.toSorted(),
    );
  });

  it.each(referenceRules)('$id accepts and refuses its own examples', ({ id, passes, fails }) => {
    expect(passes.length).toBeGreaterThan(0);
    expect(fails.length).toBeGreaterThan(0);
    expect(found(passes, id).flat()).toEqual([]);
    for (const findings of found(fails, id)) expect(findings).not.toEqual([]);
  });

  it.each(referenceRules)('$id warns in 120 characters about its field', ({ id, fails }) => {
    for (const { violation } of found(fails, id).flat()) {
      expect(`${violation.field}: ${violation.detail}`.length).toBeLessThanOrEqual(120);
      expect(describeViolation(violation)).toMatch(/^(spec|metadata)[\w./[\]-]*: [\x20-\x7e]+$/);
    }
  });
});
