import { isInOurGroups } from '../../kinds.ts';
import { isMembers } from '../../members.ts';
import type { Flaw, ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';
import { variable } from '../../opaque.ts';

function* variablesBelow(value: unknown, field: string): Generator<Flaw> {
  if (typeof value === 'string' && variable.test(value)) {
    const detail = 'is a variable that nothing has put a value for; with Flux, check with --flux-variables';
    yield { field, kind: 'Invalid', value, detail };
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* variablesBelow(item, `${field}[${index}]`);
  } else if (isMembers(value)) {
    for (const [name, child] of Object.entries(value)) {
      const plain = /^[a-zA-Z]\w*$/.test(name);
      const dot = field === '' ? '' : '.';
      yield* variablesBelow(child, plain ? `${field}${dot}${name}` : `${field}[${name}]`);
    }
  }
}

export const variablesAreSubstituted: ObjectRule = {
  id: 'gitops/variables-are-substituted',
  field: 'spec',
  level: 'warning',
  source: 'Flux puts values in place of ${NAME} after building; nothing else does',
  passes: [certificate({ dnsNames: ['shop.example'] })],
  fails: [certificate({ dnsNames: ['shop.${DOMAIN}'] }), certificate({}, { namespace: '${NAMESPACE:=web}' })],
  check: (object) => (isInOurGroups(object) ? [...variablesBelow(object, '')] : []),
};
