import { isInOurGroups } from '../../kinds.ts';
import { isMembers, memberOf } from '../../members.ts';
import type { Flaw, ObjectRule } from '../../rule.ts';
import { certificate, issuer } from '../example.ts';

/** What an external DNS01 solver reads is its own business. */
const foreign = /\.webhook\.config$/;

function flawOf(field: string, value: unknown): Flaw | undefined {
  if (value === null) {
    const detail = 'is null, which the API server drops: engines apply it again and again; leave it out';
    return { field, kind: 'Invalid', detail };
  }
  if (value === '' || (Array.isArray(value) && value.length === 0))
    return { field, kind: 'Invalid', detail: 'is empty, which says nothing; leave it out', level: 'note' };
  return undefined;
}

/** Entries of lists are values of their own: an empty one is for the rules about the list. */
function* emptyBelow(value: unknown, field: string): Generator<Flaw> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* emptyBelow(item, `${field}[${index}]`);
  } else if (isMembers(value) && !foreign.test(field)) {
    for (const [name, child] of Object.entries(value)) {
      const path = /^[a-zA-Z]\w*$/.test(name) ? `${field}.${name}` : `${field}[${name}]`;
      const flaw = flawOf(path, child);
      if (flaw) yield flaw;
      else yield* emptyBelow(child, path);
    }
  }
}

export const noEmptyMembers: ObjectRule = {
  id: 'gitops/no-empty-members',
  field: 'spec',
  level: 'warning',
  source:
    'Flux troubleshooting, "configured" in every interval; Argo CD shows OutOfSync where something drops them',
  passes: [issuer({ selfSigned: {} }), certificate({ secretTemplate: { labels: { tier: '' } } })],
  fails: [
    certificate({ commonName: null }),
    certificate({ ipAddresses: [] }),
    certificate({ subject: null }),
  ],
  check(object) {
    if (!isInOurGroups(object)) return [];
    const flaws = [...emptyBelow(memberOf(object, 'spec'), 'spec')];
    return flaws.filter(({ field }) => !/\.(labels|annotations|matchLabels)\b/.test(field));
  },
};
