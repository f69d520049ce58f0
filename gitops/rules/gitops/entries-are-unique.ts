import { certificates } from '../../../api/kinds.ts';
import { isKind } from '../../kinds.ts';
import { listOf } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

/** Lists that are sets, and how two of their entries are found to be the same. */
const sets: Readonly<Record<string, (entry: string) => string>> = {
  dnsNames: (name) => name.toLowerCase(),
  ipAddresses: (address) => address,
  uris: (uri) => uri,
  emailAddresses: (address) => address,
  usages: (usage) => usage,
};

export const entriesAreUnique: ObjectRule = {
  id: 'gitops/entries-are-unique',
  field: 'spec.dnsNames',
  level: 'warning',
  source: 'what removes or keeps the second entry differs between issuers',
  passes: [certificate({ dnsNames: ['shop.example', '*.shop.example'] })],
  fails: [
    certificate({ dnsNames: ['shop.example', 'Shop.example'] }),
    certificate({ usages: ['any', 'any'] }),
  ],
  check(object) {
    if (!isKind(object, certificates)) return [];
    return Object.entries(sets).flatMap(([name, keyOf]) => {
      const keys = listOf(object, 'spec', name).map((entry) => keyOf(String(entry)));
      return keys.flatMap((key, index) => {
        const first = keys.indexOf(key);
        const detail = `is there already, as spec.${name}[${first}]`;
        return first === index
          ? []
          : [{ field: `spec.${name}[${index}]`, kind: 'Duplicate', value: key, detail }];
      });
    });
  },
};
