import { type CelCheck, describeViolation, type Rule, type Violation } from './rule.ts';

/** Stand in what is told where something of the object goes: the place of an entry in a list, a key, the value. */
export const marks = { place: '@place@', key: '@key@', value: '@value@' } as const;

/** What a check in CEL tells, in the words of its rule. */
export type Told = Pick<Violation, 'field' | 'kind' | 'detail' | 'value'>;

function withPlace(field: string, each: string | undefined): string {
  if (each === undefined || !field.startsWith(`${each}[`)) return field;
  const [, at = '', rest = ''] = /^\[([^\]]*)\](.*)$/s.exec(field.slice(each.length)) ?? [];
  return `${each}[${/^\d+$/.test(at) ? marks.place : marks.key}]${rest}`;
}

/**
 * The violation that a check in CEL stands for: of the rule's own examples, so that there is one.
 *
 * @returns with the marks in it
 */
export function toldBy<Subject>(rule: Rule<Subject>, check: CelCheck): Told {
  const { tells = '', each } = check;
  const violations = rule.fails.flatMap(({ after, before }) => rule.check(after, before));
  const found = check.says ?? violations.find((violation) => describeViolation(violation).includes(tells));
  if (found === undefined) throw new Error(`${rule.id} has no example that fails with "${tells}"`);
  if (check.says === undefined && 'value' in found && check.value === undefined)
    throw new Error(`${rule.id} shows a value, and its CEL does not say which`);
  const { field, kind, detail } = found;
  return {
    field: withPlace(field, each),
    kind,
    detail,
    ...(check.value !== undefined && { value: marks.value }),
  };
}

/** Parts of what is told, in their order: texts, and what goes between them. */
export function partsOf(told: Told): readonly string[] {
  return describeViolation(told).split(new RegExp(`(${Object.values(marks).join('|')})`));
}
