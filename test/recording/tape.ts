import { readFileSync } from 'node:fs';

import type { Condition } from '../../api/conditions.ts';
import type { KubeObject } from '../../api/resource.ts';

/** The scenes of the recording. */
export const scenes = ['ca', 'dns01', 'http01', 'fail'] as const;
export type SceneName = (typeof scenes)[number];

/** An object of any kind, with the members that comparisons look at. */
export interface RecordedObject extends KubeObject {
  readonly kind: string;
  readonly type?: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: RecordedStatus;
}

export interface RecordedStatus {
  readonly conditions?: readonly Condition[];
  readonly [member: string]: unknown;
}

/** One version of an object, as a watch saw it arrive. */
export interface Recorded {
  /** Seconds since the recording began. */
  readonly t: number;
  readonly event: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: RecordedObject;
}

const folder = new URL('../fixtures/upstream-tape/', import.meta.url);

/** Everything that was written in a scene, events apart, in the order in which it arrived at the recorder. */
export function readTape(scene: SceneName): readonly Recorded[] {
  return readFileSync(new URL(`${scene}.jsonl`, folder), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Recorded)
    .filter(({ object }) => object.kind !== 'Event');
}

/** What was there when the recording ended, in all namespaces, with managedFields. */
export function readFinalObjects(): readonly RecordedObject[] {
  const byKind = JSON.parse(readFileSync(new URL('final.json', folder), 'utf8')) as Readonly<
    Record<string, readonly RecordedObject[]>
  >;
  return Object.entries(byKind).flatMap(([kind, objects]) =>
    objects.map((object) => ({ apiVersion: coreKinds[kind] ?? '', ...object, kind })),
  );
}

/** Their lists do not say what their items are. */
const coreKinds: Readonly<Record<string, string>> = {
  Secret: 'v1',
  Pod: 'v1',
  Service: 'v1',
  Ingress: 'networking.k8s.io/v1',
};

/** `Certificate plain`: how an object of a scene is named in lists and messages. */
export function label({ kind, metadata }: Pick<RecordedObject, 'kind' | 'metadata'>): string {
  return `${kind} ${metadata.name ?? ''}`;
}
