import { fieldOf, type Segment } from '../../place/field-path.ts';
import { isInOurGroups } from '../../kinds.ts';
import { isMembers, memberOf } from '../../members.ts';
import type { Flaw, ObjectRule } from '../../rule.ts';
import { acme, certificate, dns01, issuer } from '../example.ts';

/** Names of hosts are the same in capitals. */
function keyOf(list: Segment | undefined, entry: string): string {
  return list === 'dnsNames' || list === 'dnsZones' ? entry.toLowerCase() : entry;
}

function doublesIn(list: readonly unknown[], path: readonly Segment[]): readonly Flaw[] {
  if (!list.every((entry) => typeof entry === 'string')) return [];
  const keys = list.map((entry) => keyOf(path.at(-1), entry));
  return list.flatMap((value, index): readonly Flaw[] => {
    const first = keys.indexOf(keys[index] ?? '');
    const detail = `is there already, as ${fieldOf([...path, first])}`;
    return first === index ? [] : [{ field: fieldOf([...path, index]), kind: 'Duplicate', value, detail }];
  });
}

/** What an external DNS01 solver reads is its own business. */
function isForeign(path: readonly Segment[]): boolean {
  return path.at(-1) === 'config' && path.at(-2) === 'webhook';
}

function* doublesBelow(value: unknown, path: readonly Segment[]): Generator<Flaw> {
  if (Array.isArray(value)) {
    yield* doublesIn(value, path);
    for (const [index, item] of value.entries()) yield* doublesBelow(item, [...path, index]);
  } else if (isMembers(value) && !isForeign(path)) {
    for (const [name, child] of Object.entries(value)) yield* doublesBelow(child, [...path, name]);
  }
}

export const entriesAreUnique: ObjectRule = {
  id: 'gitops/entries-are-unique',
  field: 'spec.dnsNames',
  level: 'warning',
  source: 'what removes or keeps the second entry differs between issuers, and engines may see a difference',
  passes: [certificate({ dnsNames: ['shop.example', '*.shop.example'] })],
  fails: [
    certificate({ dnsNames: ['shop.example', 'Shop.example'] }),
    certificate({ usages: ['any', 'any'] }),
    issuer(acme([{ selector: { dnsZones: ['example.com', 'example.com'] }, ...dns01 }])),
  ],
  check(object) {
    return isInOurGroups(object) ? [...doublesBelow(memberOf(object, 'spec'), ['spec'])] : [];
  },
};
