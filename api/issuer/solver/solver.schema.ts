import { duration, object, optional, stringList, stringMap } from '../../schema/fields.ts';
import { dns01 } from './dns01.schema.ts';
import { http01 } from './http01.schema.ts';

const selector = object(
  'Which names this solver is for; all names when left out. The most specific solver wins: by name, then by longest zone, then by number of labels, then the first one.',
  {
    dnsNames: optional(
      stringList('Names, compared exactly; the wildcard of a name is written *.shop.example.'),
    ),
    dnsZones: optional(stringList('Zones: the name or any name below it. The longest zone wins.')),
    matchLabels: optional(stringMap('Labels the Certificate must have.')),
  },
);

/** One way to prove control over names to an ACME server. */
export function solver(description: string) {
  return object(description, {
    selector: optional(selector),
    http01: optional(http01),
    dns01: optional(dns01),
    waitInsteadOfSelfCheck: optional(
      duration(
        'Asks the server after this time instead of looking for the proof first, as a Go duration. For networks in which the controller cannot see what the server sees.',
      ),
    ),
  });
}
