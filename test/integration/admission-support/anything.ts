import fc, { type Arbitrary } from 'fast-check';
import type { KubeObject } from '../../../api/resource.ts';
import type { CrdKind } from '../../../tools/generate/crd-kinds.ts';
import { crdOf } from '../../../tools/generate/crds.ts';
import { type StructuralNode, valueOf } from '../../build/from-schema.ts';

function bodyOf(kind: CrdKind): Arbitrary<unknown> {
  const [version] = crdOf(kind).spec.versions;
  const { properties = {} } = version.schema.openAPIV3Schema as StructuralNode;
  const { spec = {} } = properties;
  return valueOf({ type: 'object', properties: { spec }, required: ['spec'] }, 7);
}

/** Where one of many is to be chosen: at random, all of them would be there nearly always. */
const choices = new Set(['acme', 'dns01', 'http01', 'auth', 'solver', 'solvers', 'spec']);

/** What CRDs take for any text. */
const durations = new Set(['duration', 'renewBefore', 'windowDuration', 'waitInsteadOfSelfCheck']);
const lengths = [
  '1h',
  '2160h0m0s',
  '-1h',
  '0s',
  '1.5h',
  '59m59.9s',
  '+24h',
  '3h1\u00b5s',
  '90d',
  '4285.8s',
  '90d',
];

/** One or two members, where there is a choice. */
function chosen(name: string, members: readonly Member[], pick: number): readonly Member[] {
  if (
    !choices.has(name) ||
    pick % 5 === 0 ||
    members.some(([key]) => key === 'issuerRef' || key === 'server')
  )
    return members;
  const kept = 1 + (pick % 2);
  return members.filter((_, index) => (index + pick) % members.length < kept);
}

type Member = readonly [key: string, value: unknown];

function narrowed(name: string, value: unknown, pick: number): unknown {
  if (Array.isArray(value)) return value.map((entry, index) => narrowed(name, entry, pick + index * 3));
  if (durations.has(name)) return lengths[pick % lengths.length];
  if (typeof value !== 'object' || value === null) return value;
  const members = chosen(name, Object.entries(value), pick);
  return Object.fromEntries(members.map(([key, member]) => [key, narrowed(key, member, pick >> 1)]));
}

/** What is no Unicode: the API server puts something else in its place. */
function wellFormed(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body).replaceAll(/\\ud[89a-f][0-9a-f]{2}/g, '?'));
}

/** Objects of a kind that its schema lets through, most of them with a lot that is wrong; the same ones every time. */
export function anythingOf(kind: CrdKind, count: number): readonly KubeObject[] {
  const { group, version, kind: name } = kind.resource;
  const seed = 4;
  return fc.sample(fc.tuple(bodyOf(kind), fc.nat()), { numRuns: count, seed }).map(([body, pick], index) => ({
    ...(narrowed('', wellFormed(body), pick) as object),
    apiVersion: `${group}/${version}`,
    kind: name,
    metadata: { name: `any-${index}` },
  }));
}
