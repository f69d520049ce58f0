import type { Violation } from './rule.ts';

/** No certificate request can hold more, in characters (RFC 2986 in PEM); nothing else that we read comes near. */
export const longestText = 36_500;

/** No certificate request can hold more names. */
const longestList = 10_000;

/** Where long texts are at home: bundles, requests, anybody's JSON, metadata that is only copied. */
const elsewhere: ReadonlySet<string> = new Set(['caBundle', 'request', 'config', 'secretTemplate']);

interface Place {
  readonly field: string;
  readonly value: unknown;
}

function problem({ field, value }: Place): Violation | undefined {
  if (typeof value === 'string' && value.length > longestText)
    return { field, kind: 'TooLong', detail: `may not be longer than ${longestText} characters` };
  if (Array.isArray(value) && value.length > longestList)
    return { field, kind: 'TooLong', detail: `may not have more than ${longestList} entries` };
  return undefined;
}

function membersOf({ field, value }: Place): readonly Place[] {
  if (Array.isArray(value))
    return value.map((item, index) => ({ field: `${field}[${index}]`, value: item as unknown }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .filter(([key]) => !elsewhere.has(key))
    .map(([key, member]) => ({ field: `${field}.${key}`, value: member as unknown }));
}

/** Whether nothing is too long, wherever it stands: so it is with nearly every object, and fields need no names then. */
function isModest(spec: unknown): boolean {
  const waiting: unknown[] = [spec];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value === 'string') {
      if (value.length > longestText) return false;
    } else if (typeof value === 'object' && value !== null) {
      const members = Array.isArray(value) ? value : Object.values(value);
      if (members.length > longestList) return false;
      for (const member of members) waiting.push(member);
    }
  }
  return true;
}

/**
 * What is too long to be looked at, let alone issued: judged first, so that schema and rules need not fear it. Objects may
 * be nested as deeply as anybody likes.
 */
export function sizeViolations(spec: unknown): readonly Violation[] {
  if (isModest(spec)) return [];
  const found: Violation[] = [];
  const waiting: Place[] = [{ field: 'spec', value: spec }];
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    const violation = problem(place);
    if (violation) found.push(violation);
    else for (const member of membersOf(place)) waiting.push(member);
  }
  return found;
}
