import { describe, expect, it } from 'vitest';
import type { CelRule } from './cel-rule.ts';
import { validationOf, variableOf } from './cel-expressions.ts';

const says = { field: 'spec.name', kind: 'Invalid', detail: 'is odd' } as const;
const plain: CelRule = {
  id: 'thing/is-even',
  severity: 'deny',
  whole: true,
  valid: "object.spec.name != 'odd'",
  says,
};

describe('a check of an object', () => {
  it('does not count what was wrong before', () => {
    expect(validationOf(plain, 'isEven')).toEqual({
      expression:
        "(object.spec.name != 'odd') || (oldObject != null && has(oldObject.spec) && !(oldObject.spec.name != 'odd'))",
      message: 'spec.name: Invalid value: is odd',
      reason: 'Forbidden',
    });
  });

  it('may be about new objects only', () => {
    expect(validationOf({ ...plain, ofNew: true }, 'isEven').expression).toBe(
      "oldObject != null || (object.spec.name != 'odd')",
    );
  });

  it('may be about changes only', () => {
    const valid = 'object.spec.name == oldObject.spec.name';

    expect(validationOf({ ...plain, valid }, 'isEven').expression).toBe(`oldObject == null || (${valid})`);
  });
});

describe('a check of every entry of a list', () => {
  const each: CelRule = {
    ...plain,
    each: 'spec.names',
    valid: "entry != 'odd'",
    value: 'entry',
    says: { ...says, field: 'spec.names[@place@]', value: '@value@' },
  };

  it('looks for entries that are wrong, and were not there before', () => {
    expect(variableOf(each, 'areEven')).toEqual({
      name: 'areEven',
      expression:
        "has(object.spec) && has(object.spec.names) ? object.spec.names.filter(entry, !(entry != 'odd') && !(oldObject != null && has(oldObject.spec) && has(oldObject.spec) && has(oldObject.spec.names) && entry in oldObject.spec.names)) : []",
    });
  });

  it('tells the place and the value of the first one', () => {
    expect(validationOf(each, 'areEven')).toEqual({
      expression: 'size(variables.areEven) == 0',
      message: 'spec.names: Invalid value: is odd',
      messageExpression:
        '"spec.names[" + string(object.spec.names.indexOf(variables.areEven[0])) + "]: Invalid value: \\"" + variables.areEven[0] + "\\": is odd"',
      reason: 'Forbidden',
    });
  });
});
