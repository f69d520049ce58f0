import { describe, expect, it } from 'vitest';
import { identityIsThatOfTheRequester as rule } from './identity-rule.ts';

describe('the rule about who asks', () => {
  it('accepts and refuses its own examples', () => {
    expect(rule.passes.flatMap(({ after, before }) => rule.check(after, before))).toEqual([]);
    for (const { after, before } of rule.fails) expect(rule.check(after, before)).toHaveLength(1);
  });
});
