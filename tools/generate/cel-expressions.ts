import { has } from '../../api/cel.ts';
import { marks, partsOf } from '../../api/cel-told.ts';
import { describeViolation } from '../../api/rule.ts';
import type { CelRule } from './cel-rule.ts';

/** A variable of a ValidatingAdmissionPolicy. */
export interface PolicyVariable {
  readonly name: string;
  readonly expression: string;
}

/** An entry of `validations` of a ValidatingAdmissionPolicy. */
export interface PolicyValidation {
  readonly expression: string;
  /** With a `messageExpression`: what is told when that fails. */
  readonly message: string;
  readonly messageExpression?: string;
  readonly reason: 'Forbidden';
}

const hadSpec = 'oldObject != null && has(oldObject.spec)';

function ofOld(expression: string): string {
  return expression.replaceAll(/\bobject\b/g, 'oldObject').replaceAll(/\bentry\b/g, 'was');
}

function isSame(what: string | undefined): string {
  return what === undefined || what === "''" ? '' : ` && ${ofOld(what)} == ${what}`;
}

/** That the object had an entry that was wrong in the same way (ratcheting: `applyRules` does so, too). */
function wasWrong({ valid, value, same = value }: CelRule, each: string): string {
  const list = `oldObject.${each}`;
  if (value === 'entry' && !/\bobject\b/.test(valid)) return `entry in ${list}`;
  return `${list}.exists(was, !(${ofOld(valid)})${isSame(same)})`;
}

/** The entries that are wrong now, and were not before; nothing for a check that is not about entries. */
export function variableOf(rule: CelRule, name: string): PolicyVariable | undefined {
  const { each, valid } = rule;
  if (each === undefined) return undefined;
  const guard = has('object', each);
  const old = `${hadSpec} && ${ofOld(guard)} && ${wasWrong(rule, each)}`;
  return { name, expression: `${guard} ? object.${each}.filter(entry, !(${valid}) && !(${old})) : []` };
}

/** What was wrong before does not count, as at the webhook; a rule about changes says nothing of what is new. */
function expressionOf({ valid, value, same = value, ofNew }: CelRule): string {
  if (/\boldObject\b/.test(valid)) return `oldObject == null || (${valid})`;
  if (ofNew) return `oldObject != null || (${valid})`;
  return `(${valid}) || (${hadSpec} && !(${ofOld(valid)})${isSame(same)})`;
}

/** @param found CEL for the entry that is told of */
function messageExpression({ says, value = '', each = '' }: CelRule, found: string): string | undefined {
  const filled: Readonly<Record<string, string>> = {
    [marks.place]: `string(object.${each}.indexOf(${found}))`,
    [marks.key]: found,
    [marks.value]: value.replaceAll(/\bentry\b/g, found),
  };
  const parts = partsOf(says);
  if (parts.length === 1) return undefined;
  return parts.map((part) => filled[part] ?? JSON.stringify(part)).join(' + ');
}

/** @param name of the variable with the entries that are wrong, where it is about entries */
export function validationOf(rule: CelRule, name: string): PolicyValidation {
  const { value: _value, field, ...says } = rule.says;
  const expression = rule.each === undefined ? expressionOf(rule) : `size(variables.${name}) == 0`;
  const telling = messageExpression(rule, `variables.${name}[0]`);
  const message = describeViolation({ ...says, field: field.replace(/\[@\w+@\]/, '') });
  return { expression, message, ...(telling && { messageExpression: telling }), reason: 'Forbidden' };
}
