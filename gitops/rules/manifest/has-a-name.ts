import { isDnsSubdomain } from '../../../api/field-syntax.ts';
import { isInOurGroups } from '../../kinds.ts';
import { memberOf } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

export const hasAName: ObjectRule = {
  id: 'manifest/has-a-name',
  field: 'metadata.name',
  level: 'error',
  source: 'Kubernetes API: names of objects; what is applied from Git cannot have a generated name',
  passes: [certificate(), certificate({}, { name: 'shop.example' })],
  fails: [certificate({}, { name: undefined }), certificate({}, { name: 'Shop_1' })],
  check(object) {
    if (!isInOurGroups(object)) return [];
    const name = memberOf(object, 'metadata', 'name') ?? undefined;
    const field = 'metadata.name';
    if (name === undefined || name === '')
      return [{ field, kind: 'Required', detail: 'name the object; a generated name cannot be applied' }];
    if (typeof name === 'string' && isDnsSubdomain(name)) return [];
    const detail =
      'must be lower case letters, digits, "-" and ".", beginning and ending with a letter or digit';
    return [{ field, kind: 'Invalid', ...(typeof name === 'string' && { value: name }), detail }];
  },
};
