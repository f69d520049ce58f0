import { describe, expect, it } from 'vitest';
import type { Violation } from '../api/rule.ts';
import { messageOf, verdictOf } from './answer.ts';

function invalid(field: string, value = 'x', detail = 'must be y'): Violation {
  return { field, kind: 'Invalid', value, detail };
}

const many = Array.from({ length: 60 }, (_, index) => invalid(`spec.dnsNames[${index}]`));

describe('the message of a denial', () => {
  it('is the problem itself when there is one', () => {
    expect(messageOf([invalid('spec.duration')])).toBe('spec.duration: Invalid value: "x": must be y');
  });

  it('counts several, and says each once', () => {
    expect(messageOf([invalid('spec.a'), invalid('spec.b'), invalid('spec.a')])).toBe(
      '2 problems: spec.a: Invalid value: "x": must be y; spec.b: Invalid value: "x": must be y',
    );
  });

  it('stays on one line whatever was written', () => {
    const message = messageOf([invalid('spec.a\nb', 'two\nlines', 'a\r\nb\tc')]);

    expect(message).toBe(String.raw`spec.a b: Invalid value: "two\nlines": a b c`);
  });

  it('keeps all of itself in Argo CD', () => {
    expect(messageOf([invalid('spec.a', 'map[a:b]')])).toBe('spec.a: Invalid value: "map [a:b]": must be y');
  });

  it('only counts what is beyond fifty', () => {
    expect(messageOf(many)).toMatch(/^60 problems: .*spec\.dnsNames\[49\][^;]*; and 10 more$/);
  });
});

describe('warnings', () => {
  const told = (...warnings: readonly Violation[]) => verdictOf({ violations: [], warnings }).warnings;

  it('come with an object that is let in', () => {
    expect(verdictOf({ violations: [], warnings: [invalid('spec.a')] })).toEqual({
      allowed: true,
      warnings: ['spec.a: must be y'],
    });
  });

  it('are ASCII and at most 120 characters long', () => {
    expect(told(invalid('spec.a', 'x', `\u00fc${'b'.repeat(200)}`))).toEqual([
      `spec.a: ?${'b'.repeat(108)}...`,
    ]);
  });

  it('are eleven at most', () => {
    expect(told(...many)).toHaveLength(11);
    expect(told(...many)?.at(-1)).toBe('and 50 more warnings');
  });
});
