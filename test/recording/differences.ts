import { sameValue } from '../../api/same-value.ts';
import { comparable, ownersIn } from './comparable.ts';
import { type Renaming, renamed, renamings } from './renamings.ts';
import { type RecordedObject, label } from './tape.ts';

/** One thing that is not the same; a side that does not have it is `undefined`. */
export interface Difference {
  /** `CertificateRequest plain-3`, by our name; by upstream's for one that only upstream has, or that bears another name. */
  readonly object: string;
  /** `status.conditions.Ready.message`; keys with dots in them stand in brackets. Empty: the whole object. */
  readonly path: string;
  readonly upstream: unknown;
  readonly ours: unknown;
}

/** Everything in which two final states of a scene differ, as far as it can be the same in two clusters. */
export function differences(
  upstream: readonly RecordedObject[],
  ours: readonly RecordedObject[],
): readonly Difference[] {
  const names = renamings(upstream, ours);
  const theirs = upstream.map((object) => renamed(object, names));
  const [inUpstream, inOurs] = [byLabel(theirs), byLabel(ours)];
  const objects = [...new Set([...inUpstream.keys(), ...inOurs.keys()])].sort();
  return [
    ...names.map(asDifference),
    ...objects.flatMap((object) => compare(inUpstream.get(object), inOurs.get(object), { object, path: '' })),
  ];
}

function asDifference({ object, upstream, ours }: Renaming): Difference {
  return { object, path: 'metadata.name', upstream, ours };
}

function byLabel(objects: readonly RecordedObject[]): ReadonlyMap<string, object> {
  const owners = ownersIn(objects);
  return new Map(objects.map((object) => [label(object), comparable(object, owners)]));
}

type Place = Pick<Difference, 'object' | 'path'>;

function compare(upstream: unknown, ours: unknown, place: Place): readonly Difference[] {
  if (sameValue(upstream, ours)) return [];
  if (!isMap(upstream) || !isMap(ours)) return [{ ...place, upstream, ours }];
  const keys = [...new Set([...Object.keys(upstream), ...Object.keys(ours)])].sort();
  return keys.flatMap((key) => compare(upstream[key], ours[key], { ...place, path: below(place.path, key) }));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function below(path: string, key: string): string {
  if (key.includes('.')) return `${path}[${key}]`;
  return path === '' ? key : `${path}.${key}`;
}
