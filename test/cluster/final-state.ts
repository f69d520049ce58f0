import type { Condition } from '../../api/conditions.ts';
import type { KubeObject } from '../../api/resource.ts';

/** Any object, as far as scenes are compared. */
export interface Recorded extends KubeObject {
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>> & { readonly conditions?: readonly Condition[] };
}

const keyNameAnnotation = 'cert-manager.io/private-key-secret-name';
const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';
const nextKeyLabel = 'cert-manager.io/next-private-key';

/** The admission webhook fills these in; scenes run without it. */
const identity = ['username', 'uid', 'groups', 'extra'];
/** Only whether they are there: every run has its own. */
const ownEachTime = [
  'notBefore',
  'notAfter',
  'renewalTime',
  'lastFailureTime',
  'failureTime',
  'certificate',
  'ca',
  'request',
];

/**
 * What must be equal in two runs of one scene: names, labels, annotations, owners, conditions, which fields status and
 * Secret have. Times, keys, certificates and names of next keys differ from run to run and are only said to be there.
 */
export function essence(object: Recorded): object {
  const { kind = 'Secret', metadata } = object;
  const { labels = {}, annotations = {}, ownerReferences = [] } = metadata;
  const owners = ownerReferences.map(({ uid: _uid, ...reference }) => reference);
  const name = labels[nextKeyLabel] === 'true' ? `next key of ${owners[0]?.name}` : metadata.name;
  return { kind, name, labels, annotations: annotationsOf(annotations), owners, ...contentsOf(object) };
}

function contentsOf({ kind, type, data, spec, status }: Recorded): object {
  return {
    ...(data !== undefined && { type, data: Object.keys(data).toSorted(byText) }),
    ...(kind === 'CertificateRequest' && { spec: blurred(spec ?? {}) }),
    ...(status !== undefined && { status: statusOf(status) }),
  };
}

function annotationsOf(all: Readonly<Record<string, string>>): object {
  const { [lastApplied]: _, ...annotations } = all;
  return keyNameAnnotation in annotations ? { ...annotations, [keyNameAnnotation]: 'is there' } : annotations;
}

function statusOf(all: NonNullable<Recorded['status']>): object {
  const { conditions = [], observedGeneration: _, nextPrivateKeySecretName, ...rest } = all;
  return {
    ...blurred(rest),
    ...(nextPrivateKeySecretName !== undefined && { nextPrivateKeySecretName: 'is there' }),
    conditions: conditions
      .map(({ lastTransitionTime: _time, ...condition }) => condition)
      .toSorted((one, other) => byText(one.type, other.type)),
  };
}

function blurred(fields: Readonly<Record<string, unknown>>): object {
  const kept = Object.entries(fields).filter(([name]) => !identity.includes(name));
  return Object.fromEntries(
    kept.map(([name, value]) => [name, ownEachTime.includes(name) ? 'is there' : value]),
  );
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

/** By kind and name, so that two scenes can be compared as one value. */
export function essences(objects: readonly Recorded[]): Readonly<Record<string, object>> {
  const named = objects.map(essence) as { kind: string; name: string }[];
  return Object.fromEntries(named.map((one) => [`${one.kind} ${one.name}`, one]));
}
