import { test } from '@fast-check/vitest';
import jsonPatch from 'fast-json-patch';
import fc, { type Arbitrary } from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/resource.ts';
import { crdKinds } from '../tools/generate/crd-kinds.ts';
import { crdOf } from '../tools/generate/crds.ts';
import type { AdmissionRequest } from '../webhook/admission-review.ts';
import { mutate, type MutationSettings } from '../webhook/mutate.ts';
import { type StructuralNode, valueOf } from './build/from-schema.ts';
import { legalManifests } from './build/legal-manifests.ts';
import { comparedMembers, issuedFrom, reasonsToReissue } from './upstream-comparison.ts';

type Spec = Readonly<Record<string, unknown>>;
type Written = KubeObject & { readonly spec: Spec };

const everywhere = {
  duration: '720h',
  renewBefore: '24h',
  privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Never' },
  usages: ['server auth'],
  revisionHistoryLimit: 3,
  issuerRef: { name: 'letsencrypt', kind: 'ClusterIssuer' },
} as const;
const allLayers: MutationSettings = {
  visibleDefaults: true,
  organisation: { everywhere, byName: new Map() },
};

/** What is stored when somebody writes `spec` over `before`; without that, when it is new. */
function stored(spec: Spec, before: Spec | undefined, settings: MutationSettings): Spec {
  const object = (its: Spec): Written => ({ metadata: { name: 'shop' }, spec: its });
  const request: AdmissionRequest = {
    uid: 'u',
    resource: { group: 'cert-manager.io', version: 'v1', resource: 'certificates' },
    subResource: '',
    name: 'shop',
    namespace: 'web',
    operation: before === undefined ? 'CREATE' : 'UPDATE',
    userInfo: {},
    dryRun: false,
    object: object(spec),
    ...(before !== undefined && { oldObject: object(before) }),
  };
  const { patch = [] } = mutate(request, settings);
  const result = jsonPatch.applyPatch(structuredClone(object(spec)), structuredClone(patch) as never[]);
  return result.newDocument.spec;
}

function schemaOfSpec(): StructuralNode {
  const found = crdKinds.find(({ resource }) => resource.kind === 'Certificate');
  if (!found) throw new Error('there is no Certificate');
  const [version] = crdOf(found).spec.versions;
  return (version.schema.openAPIV3Schema as StructuralNode).properties?.['spec'] ?? {};
}

/** What the schema lets through, and more often than not with what the webhook has defaults for. */
const anySpec: Arbitrary<Spec> = fc
  .tuple(
    valueOf(schemaOfSpec(), 2),
    fc.record(
      {
        usages: fc.constantFrom([], ['server auth'], ['key encipherment', 'digital signature']),
        duration: fc.constantFrom('24h', '720h', '2160h0m0s'),
        privateKey: fc.record(
          {
            algorithm: fc.constantFrom('RSA', 'ECDSA', 'Ed25519'),
            size: fc.constantFrom(256, 384, 2048),
            rotationPolicy: fc.constantFrom('Never', 'Always'),
          },
          { requiredKeys: [] },
        ),
        issuerRef: fc.record(
          {
            name: fc.constantFrom('ca', 'letsencrypt'),
            kind: fc.constantFrom('', 'Issuer', 'ClusterIssuer'),
            group: fc.constantFrom('', 'cert-manager.io', 'awspca.cert-manager.io'),
          },
          { requiredKeys: ['name'] },
        ),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([spec, often]) => ({ ...(spec as Spec), ...often }));

function isMap(value: unknown): value is Spec {
  return typeof value === 'object' && value !== null;
}

/** `after` as far as nobody compares it, over `before`. */
function withUncompared(before: Spec, after: Spec): Spec {
  const kept = Object.entries(before).filter(([name]) => comparedMembers.includes(name));
  const changed = Object.entries(after).filter(([name]) => !comparedMembers.includes(name));
  const { algorithm: _, size: _size, ...free } = isMap(after['privateKey']) ? after['privateKey'] : {};
  const { algorithm, size } = isMap(before['privateKey']) ? before['privateKey'] : {};
  const key = { ...free, ...(algorithm !== undefined && { algorithm }), ...(size !== undefined && { size }) };
  return { ...Object.fromEntries([...kept, ...changed]), privateKey: key };
}

/** The members, also within `privateKey`, that were there and are no more. */
function removed(before: Spec, after: Spec): ReadonlySet<string> {
  const within = (name: string, of: unknown): readonly string[] =>
    isMap(of) ? Object.keys(of).map((key) => `${name}.${key}`) : [];
  const paths = (spec: Spec) => [
    ...within('spec', spec),
    ...within('spec.privateKey', spec['privateKey']),
    ...within('spec.issuerRef', spec['issuerRef']),
  ];
  const left = new Set(paths(after));
  return new Set(paths(before).filter((path) => !left.has(path)));
}

describe('a Certificate that upstream issued before our webhook came', () => {
  test.prop([anySpec, anySpec], { numRuns: 300 })(
    'is not issued anew when what upstream does not compare changes',
    (before, after) => {
      const changed = withUncompared(before, after);

      expect(reasonsToReissue(stored(changed, before, allLayers), issuedFrom(before))).toEqual([]);
    },
  );

  test.prop([anySpec, anySpec], { numRuns: 300 })(
    'is issued anew for what its author changed and for nothing else',
    (before, after) => {
      const asWritten = reasonsToReissue(after, issuedFrom(before));
      const asStored = reasonsToReissue(stored(after, before, { visibleDefaults: true }), issuedFrom(before));

      expect(asWritten).toEqual(expect.arrayContaining([...asStored]));
    },
  );

  test.prop([anySpec, anySpec], { numRuns: 300 })(
    'gains defaults of the organisation only for what its author took away',
    (before, after) => {
      const taken = removed(before, after);
      const gained = removed(stored(after, before, { ...allLayers, visibleDefaults: false }), after);

      for (const path of gained) {
        // a size goes with its algorithm
        expect(taken).toContain(path === 'spec.privateKey.size' ? 'spec.privateKey.algorithm' : path);
      }
    },
  );

  it.each(
    legalManifests()
      .filter(({ kind }) => kind === 'Certificate')
      .map((manifest) => [manifest.metadata.name, (manifest as Written).spec] as const),
  )('goes on as it is when its history is cut: %s', (_, before) => {
    const after = { ...before, revisionHistoryLimit: 7 };

    expect(reasonsToReissue(stored(after, before, allLayers), issuedFrom(before))).toEqual([]);
  });
});

describe('with the defaults of the API switched off, as beside an upstream cert-manager', () => {
  const off = { visibleDefaults: false };

  test.prop([anySpec, anySpec], { numRuns: 300 })('nothing of a Certificate is touched', (before, after) => {
    expect(stored(after, before, off)).toEqual(after);
    expect(stored(after, undefined, off)).toEqual(after);
  });
});

describe("upstream's comparison, as these tests have it", () => {
  const before = { issuerRef: { name: 'ca' }, dnsNames: ['a.example', 'b.example'], duration: '24h' };

  it.each([
    ['names in another order', { ...before, dnsNames: ['b.example', 'a.example'] }, []],
    ['another name', { ...before, dnsNames: ['a.example'] }, ['spec.dnsNames']],
    [
      'the defaults of usages',
      { ...before, usages: ['digital signature', 'key encipherment'] },
      ['spec.usages'],
    ],
    ['no usages, as a list', { ...before, usages: [] }, []],
    [
      'the defaults of an issuer',
      { ...before, issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' } },
      [],
    ],
    [
      'another kind of issuer',
      { ...before, issuerRef: { name: 'ca', kind: 'ClusterIssuer' } },
      ['spec.issuerRef'],
    ],
    ['no duration', { issuerRef: before.issuerRef, dnsNames: before.dnsNames }, []],
    ['another duration', { ...before, duration: '48h' }, ['spec.duration']],
    ['the default key', { ...before, privateKey: { algorithm: 'RSA', size: 2048 } }, []],
    ['another key', { ...before, privateKey: { algorithm: 'ECDSA' } }, ['spec.privateKey.algorithm']],
    ['postal codes', { ...before, subject: { postalCodes: ['1'] } }, ['spec.subject.postCodes']],
  ])('sees in %s', (_, after, reasons) => {
    expect(reasonsToReissue(after, issuedFrom(before))).toEqual(reasons);
  });
});
