import { VendorError } from '../vendor-error.ts';

export interface FakeZone {
  readonly id: string;
  /** Punycode, without a dot at the end. */
  readonly name: string;
  readonly private: boolean;
}

/** A set of records as it was written. */
export interface FakeSet {
  readonly zoneId: string;
  /** As it was sent, with a dot at the end. */
  readonly name: string;
  readonly type: string;
  readonly identifier: string | undefined;
  readonly multiValue: boolean;
  readonly ttlSeconds: number;
  /** With their quotes. */
  readonly values: readonly string[];
}

export interface FakeChange {
  readonly action: string;
  readonly set: FakeSet;
}

/**
 * The sets after all changes of a batch, which are made at once or not at all
 * (https://docs.aws.amazon.com/Route53/latest/APIReference/API_ChangeResourceRecordSets.html).
 *
 * @throws {VendorError} `InvalidChangeBatch` with every reason
 */
export function applyChanges(
  zone: FakeZone,
  sets: readonly FakeSet[],
  changes: readonly FakeChange[],
): readonly FakeSet[] {
  const problems: string[] = [];
  let after = sets;
  for (const change of changes) {
    const problem = problemOf(zone, after, change);
    if (problem === undefined) after = applied(after, change);
    else problems.push(problem);
  }
  if (problems.length > 0) throw new VendorError('InvalidChangeBatch', `[${problems.join(', ')}]`, 400);
  return after;
}

function applied(sets: readonly FakeSet[], { action, set }: FakeChange): readonly FakeSet[] {
  const others = sets.filter((one) => !isSamePlace(one, set));
  return action === 'DELETE' ? others : [...others, set];
}

function problemOf(
  zone: FakeZone,
  sets: readonly FakeSet[],
  { action, set }: FakeChange,
): string | undefined {
  const what = `[name='${set.name}', type='${set.type}'${set.identifier === undefined ? '' : `, set-identifier='${set.identifier}'`}]`;
  if (set.name !== `${zone.name}.` && !set.name.endsWith(`.${zone.name}.`)) {
    return `RRSet with DNS name ${set.name} is not permitted in zone ${zone.name}.`;
  }
  const there = sets.find((one) => isSamePlace(one, set));
  if (action === 'DELETE') return deletionProblem(there, set, what);
  if (action === 'CREATE' && there)
    return `Tried to create resource record set ${what} but it already exists`;
  const neighbour = sets.find(
    (one) => one.name === set.name && one.type === set.type && !isSamePlace(one, set),
  );
  if (neighbour && (neighbour.identifier === undefined || set.identifier === undefined)) {
    return `RRSet with DNS name ${set.name}, type ${set.type} cannot be created as a non-simple or simple RRSet exists with the same name and type.`;
  }
  return valuesProblem(set);
}

function deletionProblem(there: FakeSet | undefined, set: FakeSet, what: string): string | undefined {
  if (!there) return `Tried to delete resource record set ${what} but it was not found`;
  const told = ({ ttlSeconds, multiValue, values }: FakeSet): string =>
    JSON.stringify([ttlSeconds, multiValue, values.toSorted()]);
  return told(there) === told(set)
    ? undefined
    : `Tried to delete resource record set ${what} but the values provided do not match the current values`;
}

function valuesProblem({ values, ttlSeconds, multiValue, identifier }: FakeSet): string | undefined {
  if (values.length === 0 || new Set(values).size < values.length)
    return 'Duplicate Resource Record, or none';
  if (!Number.isInteger(ttlSeconds) || ttlSeconds < 0) return 'Missing field TTL';
  if (multiValue && identifier === undefined) return 'Missing field SetIdentifier';
  if (identifier !== undefined && identifier.length > 128) return 'SetIdentifier is too long';
  const strings = /^"(?:[^"\\]|\\.){0,255}"(?: "(?:[^"\\]|\\.){0,255}")*$/s;
  if (values.every((value) => strings.test(value))) return undefined;
  return 'Invalid Resource Record: TXT strings are in quotes, of 255 characters at most';
}

function isSamePlace(one: FakeSet, other: FakeSet): boolean {
  return one.name === other.name && one.type === other.type && one.identifier === other.identifier;
}

/** In the order of lists: names by their labels from the right, then types, then identifiers. */
export function inOrder(sets: readonly FakeSet[]): readonly FakeSet[] {
  return sets.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

export function sortKey({ name, type, identifier }: Pick<FakeSet, 'name' | 'type' | 'identifier'>): string {
  const labels = name.replace(/\.$/, '').split('.').toReversed().join('.');
  return [labels, type, identifier ?? ''].join('\0');
}
