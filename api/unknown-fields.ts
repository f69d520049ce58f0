import { type KnownFields, knownFields } from './generated/known-fields.js';
import { nearest } from './nearest.ts';
import type { Violation } from './rule.ts';

/** `metadata` as the API server reads it; the CRDs leave it open. */
const objectMeta: KnownFields = {
  name: 1,
  generateName: 1,
  namespace: 1,
  labels: { '*': 1 },
  annotations: { '*': 1 },
  finalizers: 1,
  ownerReferences: { apiVersion: 1, kind: 1, name: 1, uid: 1, controller: 1, blockOwnerDeletion: 1 },
  uid: 1,
  resourceVersion: 1,
  generation: 1,
  creationTimestamp: 1,
  deletionTimestamp: 1,
  deletionGracePeriodSeconds: 1,
  managedFields: 1,
  selfLink: 1,
};

/** Members of `spec` of a Certificate before `cert-manager.io/v1`, and what they are called now. */
const formerNames: Readonly<Record<string, string>> = {
  keyAlgorithm: 'privateKey.algorithm',
  keyEncoding: 'privateKey.encoding',
  keySize: 'privateKey.size',
  organization: 'subject.organizations',
  uriSANs: 'uris',
  emailSANs: 'emailAddresses',
};

interface Place {
  readonly field: string;
  readonly known: KnownFields;
  /** Everything there is in this kind, to find where a member that is in the wrong place belongs. */
  readonly root: KnownFields;
}

function member(field: string, name: string): string {
  const dot = field === '' ? '' : '.';
  return field + (/^[a-zA-Z]\w*$/.test(name) ? dot + name : `[${name}]`);
}

/** Paths at which a member of this name exists. */
function* placesOf(name: string, known: KnownFields, field: string): Generator<string> {
  if (known === 1) return;
  for (const [own, below] of Object.entries(known)) {
    if (own === name) yield member(field, own);
    else yield* placesOf(name, below, member(field, own));
  }
}

function advice(name: string, { field, known, root }: Place): string {
  const former = field === 'spec' ? formerNames[name] : undefined;
  if (former !== undefined) return `; it is called spec.${former} now`;
  const near = known === 1 ? undefined : nearest(name, Object.keys(known));
  if (near !== undefined) return `; did you mean ${near}?`;
  const places = [...placesOf(name, root, '')].filter((place) => place.startsWith('spec.'));
  return places.length === 1 ? `; it belongs to ${places[0] ?? ''}` : '';
}

function* unknownBelow(value: unknown, place: Place): Generator<Violation> {
  const { field, known } = place;
  if (known === 1 || typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries())
      yield* unknownBelow(item, { ...place, field: `${field}[${index}]` });
    return;
  }
  for (const [name, child] of Object.entries(value)) {
    const below = Object.hasOwn(known, name) ? known[name] : known['*'];
    const path = member(field, name);
    if (below !== undefined) yield* unknownBelow(child, { ...place, field: path, known: below });
    else
      yield {
        field: path,
        kind: 'Forbidden',
        detail: `there is no such field${advice(name, place)}`,
      };
  }
}

/**
 * Members of an object that its kind does not have. The API server drops them, so admission never sees them.
 *
 * @param allowed names beside those of the kind at the top: `sops`
 */
export function unknownFields(
  kind: keyof typeof knownFields,
  object: object,
  allowed: readonly string[] = [],
): readonly Violation[] {
  const known = knownFields[kind];
  if (known === 1) return [];
  const more = Object.fromEntries(allowed.map((name) => [name, 1 as const]));
  const root: KnownFields = { ...known, metadata: objectMeta, ...more };
  return [...unknownBelow(object, { field: '', known: root, root })];
}
