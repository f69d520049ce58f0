import type { Condition } from '../../api/conditions.ts';
import type { ObjectMeta } from '../../api/resource.ts';
import { pemFacts } from './pem-facts.ts';
import { mapTexts } from './renamings.ts';
import type { RecordedObject, RecordedStatus } from './tape.ts';

/** Uid to the object that bears it: `Certificate ca/full`. */
export type Owners = ReadonlyMap<string, string>;

export function ownersIn(objects: readonly RecordedObject[]): Owners {
  return new Map(
    objects.map(({ kind, metadata }) => [
      metadata.uid ?? '',
      `${kind} ${metadata.namespace}/${metadata.name}`,
    ]),
  );
}

/**
 * An object with only what can be the same in two clusters: uids say whose they are, times where they stand in the life of
 * a certificate, PEM what it says, and URLs and tokens only that they are there.
 */
export function comparable(object: RecordedObject, owners: Owners): object {
  const { kind, metadata, type, data, spec, status } = object;
  return {
    metadata: comparableMetadata(metadata, owners),
    ...(type !== undefined && { type }),
    ...(data !== undefined && { data: mapValues(data, entryFacts) }),
    ...(spec !== undefined && { spec: comparableSpec(spec) }),
    ...(status !== undefined && { status: comparableStatus(kind, status) }),
  };
}

/** What kubectl notes about the manifest it applied. */
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function comparableMetadata(metadata: ObjectMeta, owners: Owners): object {
  const { uid: _u, resourceVersion: _r, creationTimestamp: _c, managedFields: _m, ...rest } = metadata;
  const { [lastApplied]: _, ...annotations } = metadata.annotations ?? {};
  return {
    ...rest,
    annotations,
    labels: metadata.labels ?? {},
    ownerReferences: (metadata.ownerReferences ?? []).map((reference) => ({
      ...reference,
      uid: owners.get(reference.uid) ?? 'of nobody here',
    })),
    finalizers: metadata.finalizers ?? [],
  };
}

function comparableSpec(spec: Readonly<Record<string, unknown>>): object {
  const { request, uid, extra, ...rest } = spec;
  return {
    ...rest,
    ...(typeof request === 'string' && { request: pemFacts(request) }),
    ...(uid !== undefined && { uid: '<uid>' }),
    ...(extra !== undefined && { extra: Object.keys(extra as object) }),
  };
}

function comparableStatus(kind: string, status: RecordedStatus): object {
  const { conditions, notBefore, notAfter, renewalTime, certificate, ca, ...rest } = status;
  return {
    ...(mapTexts(rest, unplaced) as object),
    ...(conditions !== undefined && comparableConditions(conditions)),
    ...(notAfter !== undefined && { life: life({ notBefore, notAfter, renewalTime }) }),
    ...(typeof certificate === 'string' && { certificate: entryFacts(certificate) }),
    ...(typeof ca === 'string' && { ca: entryFacts(ca) }),
    ...(kind === 'Order' && { authorizations: authorizations(rest['authorizations']) }),
    ...(kind === 'Issuer' && rest['acme'] !== undefined && { acme: account(rest['acme']) }),
  };
}

/** The order of conditions is what `kubectl describe` shows, so it counts, but on its own. */
function comparableConditions(conditions: readonly Condition[]): object {
  return {
    conditionOrder: conditions.map(({ type }) => type),
    conditions: Object.fromEntries(
      conditions.map((condition) => [condition.type, mapTexts(condition, unplaced)]),
    ),
  };
}

/** Instants and the CA's URLs: only that they are there. */
function unplaced(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text)) return '<instant>';
  return text.startsWith('https://') ? '<URL>' : text;
}

interface Life {
  readonly notBefore: unknown;
  readonly notAfter: unknown;
  readonly renewalTime: unknown;
}

/** Validity in days, and which part of it has passed when renewal comes. */
function life({ notBefore, notAfter, renewalTime }: Life): object {
  const [from = 0, to = 0, renewal = 0] = [notBefore, notAfter, renewalTime].map((text) =>
    Date.parse(String(text)),
  );
  return {
    days: Math.round((to - from) / 86_400_000),
    renewalAt: ((renewal - from) / (to - from)).toFixed(3),
  };
}

/** Keys and keystores: only that they are there and hold something. */
function entryFacts(value: string): unknown {
  return pemFacts(value) ?? (value === '' ? '' : '<bytes>');
}

function mapValues(record: Readonly<Record<string, string>>, to: (value: string) => unknown): object {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, to(value)]));
}

interface Authorization {
  readonly wildcard?: boolean;
  readonly challenges?: readonly { readonly type: string; readonly token: string; readonly url: string }[];
}

/** The CA lists authorizations and challenges in any order, and makes up URLs and tokens. */
function authorizations(list: unknown): readonly object[] {
  return ((list ?? []) as readonly Authorization[])
    .toSorted((one, other) => Number(one.wildcard ?? false) - Number(other.wildcard ?? false))
    .map(({ challenges = [], ...rest }) => ({
      ...(mapTexts(rest, unplaced) as object),
      challenges: challenges
        .toSorted((one, other) => one.type.localeCompare(other.type))
        .map(({ type, token, url }) => ({ type, token: token && '<token>', url: unplaced(url) })),
    }));
}

function account(acme: unknown): object {
  const { uri, lastPrivateKeyHash, ...rest } = acme as Readonly<Record<string, string>>;
  return {
    ...rest,
    ...(uri !== undefined && { uri: new URL(uri).pathname.replace(/[^/]+$/, '<account>') }),
    ...(lastPrivateKeyHash !== undefined && {
      lastPrivateKeyHash: `<${Buffer.from(lastPrivateKeyHash, 'base64').length} bytes>`,
    }),
  };
}
