import { describe, expect, it } from 'vitest';
import { celGaps } from './cel-gaps.ts';
import { toldBy } from './cel-told.ts';
import { certificateRequestRules } from './certificate-request/rules/index.ts';
import { gateRules } from './certificate/gates.ts';
import { certificateRules } from './certificate/rules/index.ts';
import { challengeRules } from './challenge/rules/index.ts';
import { issuerRules } from './issuer/rules/index.ts';
import { newOrderRules, orderRules } from './order/rules/index.ts';
import type { CelCheck, Rule } from './rule.ts';

const gates = { LiteralCertificateSubject: false, NameConstraints: false, OtherNames: false };

interface Said {
  readonly id: string;
  readonly severity: string;
  readonly checks: readonly CelCheck[];
  readonly gap?: string | undefined;
  readonly told: () => readonly object[];
}

function said<Subject>(rules: readonly Rule<Subject>[]): readonly Said[] {
  return rules.map((rule) => ({
    id: rule.id,
    severity: rule.severity,
    checks: rule.cel ?? [],
    gap: rule.beyondCel,
    told: () => (rule.cel ?? []).map((check) => toldBy(rule, check)),
  }));
}

const all = [
  ...said(certificateRules),
  ...said(gateRules(gates)),
  ...said(issuerRules),
  ...said(certificateRequestRules),
  ...said(orderRules),
  ...said(newOrderRules),
  ...said(challengeRules),
];
const refusing = all.filter(({ severity }) => severity === 'deny');

describe('a rule that refuses', () => {
  it.each(refusing)('$id is said in CEL, or it is known why not', ({ checks, gap }) => {
    expect(checks.length > 0 || gap !== undefined).toBe(true);
  });

  it('is said in CEL as a rule', () => {
    const unsaid = refusing.filter(({ checks }) => checks.length === 0);

    expect(unsaid.length / refusing.length).toBeLessThan(0.25);
  });
});

describe('a CRD', () => {
  it('refuses nothing that people and GitOps engines write: 422 makes those that may force delete it', () => {
    const written = [...said(certificateRules), ...said(issuerRules)];

    expect(written.filter(({ checks }) => checks.some(({ inCrd }) => inCrd))).toEqual([]);
  });
});

describe('what is told by CEL', () => {
  it.each(all.filter(({ checks }) => checks.length > 0))('$id: is in its words', ({ told, checks }) => {
    expect(told()).toHaveLength(checks.length);
  });

  it('leaves no reason unused', () => {
    const used = new Set(all.map(({ gap }) => gap));
    const byWebhook = ['knows-the-user'];

    expect(Object.keys(celGaps).filter((gap) => !used.has(gap) && !byWebhook.includes(gap))).toEqual([]);
  });
});
