import type { Resource } from '../../api/resource.ts';
import type { ViolationKind } from '../../api/rule.ts';
import type { CelRule } from './cel-rule.ts';
import { celFamilies } from './cel-rules.ts';

/** An entry of `x-kubernetes-validations` at the root of a schema. */
export interface CrdGuard {
  readonly rule: string;
  readonly message: string;
  readonly reason: string;
  readonly fieldPath: string;
  /** `oldSelf` may be absent, and then the object is new; otherwise only changes are judged. */
  readonly optionalOldSelf?: true;
}

/** The words a CRD has for a kind of violation (`apiextensions.k8s.io/v1 FieldValueErrorReason`). */
const reasons: Readonly<Partial<Record<ViolationKind, string>>> = {
  Required: 'FieldValueRequired',
  Forbidden: 'FieldValueForbidden',
  Duplicate: 'FieldValueDuplicate',
};

/** In a CRD the object is called `self`, and the one it takes the place of `oldSelf`: such a rule only judges changes. */
function inCrd({ valid, ofNew }: CelRule): Pick<CrdGuard, 'rule' | 'optionalOldSelf'> {
  const rule = valid.replaceAll(/\boldObject\b/g, 'oldSelf').replaceAll(/\bobject\b/g, 'self');
  return ofNew
    ? { rule: `oldSelf.hasValue() || !has(self.spec) || (${rule})`, optionalOldSelf: true }
    : { rule };
}

/** What the CRD of a kind itself keeps from being written, from the rules of the kind. */
export function crdGuards(resource: Resource): readonly CrdGuard[] {
  const family = celFamilies().find(({ resources }) => resources.includes(resource));
  return (family?.rules ?? [])
    .filter((rule) => rule.inCrd)
    .map((rule) => {
      const { field, kind, detail } = rule.says;
      return {
        ...inCrd(rule),
        message: detail,
        reason: reasons[kind] ?? 'FieldValueInvalid',
        fieldPath: `.${field.replace(/\.(Approved|Denied)$/, '')}`,
      };
    });
}
