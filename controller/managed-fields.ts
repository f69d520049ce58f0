import type { ManagedFieldsEntry } from '../api/resource.ts';
import type { ManagedFacts } from './secret-facts.ts';

type Fields = Readonly<Record<string, unknown>>;

const nothing: ManagedFacts = { labels: [], annotations: [], dataKeys: [], ownerUids: [] };

/**
 * What one manager owns of an object, read from `metadata.managedFields` (the FieldsV1 format: `f:` before a member,
 * `k:` before the keys of a list element). Entries of every operation count: an older client may have created the
 * object where we apply.
 */
export function managedBy(manager: string, entries: readonly ManagedFieldsEntry[] | undefined): ManagedFacts {
  return (entries ?? [])
    .filter((entry) => entry.manager === manager && (entry.subresource ?? '') === '')
    .map(({ fieldsV1 }) => ownedIn(fieldsV1 ?? {}))
    .reduce(join, nothing);
}

/**
 * The other managers that own entries of a Secret, by name: who writes a different value by an update owns it alone.
 *
 * @param dataKeys the entries in question
 */
export function othersWith(
  manager: string,
  dataKeys: readonly string[],
  entries: readonly ManagedFieldsEntry[] | undefined,
): readonly string[] {
  const owners = (entries ?? [])
    .filter((entry) => entry.manager !== manager && (entry.subresource ?? '') === '')
    .filter(({ fieldsV1 }) => ownedIn(fieldsV1 ?? {}).dataKeys.some((key) => dataKeys.includes(key)))
    .map((entry) => entry.manager ?? 'unknown');
  return [...new Set(owners)].sort();
}

function ownedIn(fields: Fields): ManagedFacts {
  const metadata = member(fields, 'f:metadata');
  return {
    labels: names(member(metadata, 'f:labels')),
    annotations: names(member(metadata, 'f:annotations')),
    dataKeys: names(member(fields, 'f:data')),
    ownerUids: uids(member(metadata, 'f:ownerReferences')),
  };
}

function member(fields: Fields, name: string): Fields {
  const value = fields[name];
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function names(fields: Fields): readonly string[] {
  return Object.keys(fields)
    .filter((key) => key.startsWith('f:'))
    .map((key) => key.slice(2));
}

/** Owner references are a list with the key `uid`: `k:{"uid":"…"}`. */
function uids(fields: Fields): readonly string[] {
  return Object.keys(fields).flatMap((key) => {
    const uid = /^k:\{"uid":"(?<uid>[^"]*)"\}$/.exec(key)?.groups?.['uid'];
    return uid === undefined ? [] : [uid];
  });
}

function join(one: ManagedFacts, other: ManagedFacts): ManagedFacts {
  return {
    labels: union(one.labels, other.labels),
    annotations: union(one.annotations, other.annotations),
    dataKeys: union(one.dataKeys, other.dataKeys),
    ownerUids: union(one.ownerUids, other.ownerUids),
  };
}

function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}
