import { describe, expect, it } from 'vitest';
import { applyRules } from './finding.ts';
import { invalidEntries } from './entries.ts';
import type { Rule } from './rule.ts';

const noSpaces: Rule<readonly string[]> = {
  id: 'example/no-spaces',
  field: 'spec.names',
  severity: 'deny',
  source: 'this test',
  passes: [],
  fails: [],
  check: (names) =>
    invalidEntries('spec.names', names, (name) => (name.includes(' ') ? 'no spaces' : undefined)),
};

function found(after: readonly string[], before?: readonly string[]): readonly string[] {
  return applyRules([noSpaces], after, before).map(({ violation }) => violation.field);
}

describe('what a rule finds', () => {
  it('is everything that is wrong in a new object', () => {
    expect(found(['a b', 'c', 'd e'])).toEqual(['spec.names[0]', 'spec.names[2]']);
  });

  it('is only what has become wrong in one that changes', () => {
    expect(found(['a b', 'd e'], ['a b', 'c'])).toEqual(['spec.names[1]']);
  });

  it('leaves out what was wrong before, wherever in the list it stands now', () => {
    expect(found(['new', 'a b'], ['a b'])).toEqual([]);
  });

  it('does not leave out another value in the same place', () => {
    expect(found(['a c'], ['a b'])).toEqual(['spec.names[0]']);
  });
});
