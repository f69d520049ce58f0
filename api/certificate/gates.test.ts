import { describe, expect, it } from 'vitest';
import { gateRules } from './gates.ts';

describe('the feature gates of a Certificate', () => {
  it('refuse nothing while they are on', () => {
    expect(gateRules({ LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true })).toEqual(
      [],
    );
  });

  it('refuse their member, and only that, when they are off', () => {
    const rules = gateRules({ LiteralCertificateSubject: false, NameConstraints: true, OtherNames: false });

    expect(rules.map(({ id }) => id)).toEqual([
      'certificate/literal-subject-is-enabled',
      'certificate/other-names-are-enabled',
    ]);
    for (const rule of rules) {
      for (const { after } of rule.passes) expect(rule.check(after)).toEqual([]);
      for (const { after } of rule.fails) expect(rule.check(after)).toHaveLength(1);
    }
  });
});
