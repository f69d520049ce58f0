import { isTrue } from '../../api/conditions.ts';
import { secretLabels } from '../../api/annotations.ts';
import {
  type Recorded,
  type RecordedObject,
  type SceneName,
  label,
  readFinalObjects,
  readTape,
} from './tape.ts';

/** What people did after they had applied their manifests. */
export type Step =
  /** As `cmctl renew` does. */
  | { readonly do: 'renew'; readonly certificate: string }
  | { readonly do: 'changeSpec'; readonly certificate: string; readonly spec: object }
  | { readonly do: 'deleteSecret'; readonly secret: string };

/** How a Certificate stands when nothing more happens to it. */
export interface Rest {
  readonly revision: number | undefined;
  readonly issuing: boolean;
  readonly ready: boolean;
}

/** A step, and how all Certificates stood when the next one came. */
export interface Phase {
  /** None in the first phase: the manifests are what happens. */
  readonly step?: Step;
  readonly rest: ReadonlyMap<string, Rest>;
}

/** A scene of the recording as something that can be played again. */
export interface Scene {
  /** Also the namespace. */
  readonly name: SceneName;
  /** What people applied, in their order. */
  readonly manifests: readonly RecordedObject[];
  readonly phases: readonly Phase[];
  /** What upstream had made of it in the end. */
  readonly final: readonly RecordedObject[];
}

/** Left out, with all that it owns: its name leads nowhere, so its proof by HTTP-01 never comes to rest. */
const leftOut: ReadonlySet<string> = new Set(['Certificate self-check']);

export function readScene(name: SceneName): Scene {
  const tape = readTape(name).filter(({ object }) => !leftOut.has(label(object)));
  return {
    name,
    manifests: tape.filter(isFirstOfApplied).map(({ object }) => manifestOf(object)),
    phases: phasesOf(tape),
    final: finalObjects(name),
  };
}

export function finalObjects(namespace: string): readonly RecordedObject[] {
  const all = readFinalObjects().filter(({ metadata }) => metadata.namespace === namespace);
  return all.filter((object) => !leftOut.has(label(rootOwner(object, all))));
}

/** Follows the owner references up. */
function rootOwner(object: RecordedObject, all: readonly RecordedObject[]): RecordedObject {
  const uid = object.metadata.ownerReferences?.[0]?.uid;
  const owner = uid === undefined ? undefined : all.find(({ metadata }) => metadata.uid === uid);
  return owner === undefined ? object : rootOwner(owner, all);
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

function isFirstOfApplied({ event, object }: Recorded): boolean {
  return event === 'ADDED' && object.metadata.annotations?.[lastApplied] !== undefined;
}

/** The object without what the API server and controllers have put in. */
function manifestOf({ apiVersion, kind, metadata, type, data, spec }: RecordedObject): RecordedObject {
  const { [lastApplied]: _, ...annotations } = metadata.annotations ?? {};
  return {
    apiVersion: apiVersion ?? '',
    kind,
    metadata: {
      name: metadata.name ?? '',
      namespace: metadata.namespace ?? '',
      ...(metadata.labels !== undefined && { labels: metadata.labels }),
      ...(Object.keys(annotations).length > 0 && { annotations }),
    },
    ...(type !== undefined && { type }),
    ...(data !== undefined && { data }),
    ...(spec !== undefined && { spec }),
  };
}

function phasesOf(tape: readonly Recorded[]): readonly Phase[] {
  const certificates = new Map<string, RecordedObject>();
  const phases: Phase[] = [];
  let step: Step | undefined;
  const endPhase = () => {
    const rest = new Map([...certificates].map(([name, certificate]) => [name, restOf(certificate)]));
    phases.push({ ...(step !== undefined && { step }), rest });
  };
  for (const recorded of tape) {
    const { kind, metadata } = recorded.object;
    const next = stepIn(recorded, certificates.get(metadata.name ?? ''));
    if (next !== undefined) {
      endPhase();
      step = next;
    }
    if (kind === 'Certificate') certificates.set(metadata.name ?? '', recorded.object);
  }
  endPhase();
  return phases;
}

/** The step that this version of an object shows, when it is one that people and not controllers took. */
function stepIn({ event, object }: Recorded, before: RecordedObject | undefined): Step | undefined {
  const name = object.metadata.name ?? '';
  if (event === 'DELETED' && isTargetSecret(object)) return { do: 'deleteSecret', secret: name };
  if (object.kind !== 'Certificate' || before === undefined) return undefined;
  if (object.metadata.generation !== before.metadata.generation) {
    return { do: 'changeSpec', certificate: name, spec: changed(before.spec, object.spec) };
  }
  return isRenewal(object) && !isRenewal(before) ? { do: 'renew', certificate: name } : undefined;
}

function isTargetSecret({ kind, metadata }: RecordedObject): boolean {
  return kind === 'Secret' && metadata.labels?.[secretLabels.nextPrivateKey] !== 'true';
}

function isRenewal({ status }: RecordedObject): boolean {
  return status?.conditions?.some(({ reason }) => reason === 'ManuallyTriggered') === true;
}

/** The members that differ, with their new values. */
function changed(before: object = {}, after: object = {}): object {
  const old = new Map(Object.entries(before).map(([key, value]) => [key, JSON.stringify(value)]));
  return Object.fromEntries(
    Object.entries(after).filter(([key, value]) => old.get(key) !== JSON.stringify(value)),
  );
}

export function restOf({ status }: RecordedObject): Rest {
  const { conditions, revision } = status ?? {};
  return {
    revision: typeof revision === 'number' ? revision : undefined,
    issuing: isTrue(conditions, 'Issuing'),
    ready: isTrue(conditions, 'Ready'),
  };
}
