import { describe, expect, it } from 'vitest';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { certificateRequests, challenges, orders } from '../../api/kinds.ts';
import { orderRules } from '../../api/order/rules/index.ts';
import type { KubeObject, ObjectMeta, Resource } from '../../api/resource.ts';
import type { Example, Rule } from '../../api/rule.ts';
import { sentenceOf } from '../../api/rule-sentence.ts';
import { celFamilies } from '../../tools/generate/cel-rules.ts';
import { certificateRequest } from '../build/certificate-request.ts';
import { challenge } from '../build/challenge.ts';
import { order } from '../build/order.ts';
import { chartDirectory } from '../cluster/chart.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { startWithBareCrds } from './admission-support/bare-crds.ts';
import { type Change, type Whole, attempt, changeOf } from './admission-support/changes.ts';
import { type RecordedObject, readTape, scenes } from '../recording/tape.ts';

/** What no CRD lets in any more, as it was stored under a CRD of upstream's. */
const older = [
  {
    resource: challenges,
    object: { ...challenge({ spec: { solver: {} } }), metadata: named('older') },
    status: { state: 'pending', processing: true },
  },
  {
    resource: certificateRequests,
    object: {
      ...certificateRequest({ spec: { duration: '-1h', issuerRef: { name: '', kind: 'Foo' } } }),
      metadata: named('older'),
    },
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'Pending' }] },
  },
] as readonly { readonly resource: Resource; readonly object: KubeObject; readonly status: object }[];

function named(name: string): ObjectMeta {
  return { name, namespace: 'web', finalizers: ['shop.example/kept'] };
}

/** The CRDs alone: nobody is asked at admission. */
const plane = startedFor(async () => {
  const started = await startWithBareCrds();
  for (const { resource, object } of older) await started.admin.create(resource, object);
  await started.kubectlOrThrow([
    'apply',
    '--server-side',
    '--force-conflicts',
    '-f',
    `${chartDirectory}/files/crds`,
  ]);
  await waitFor('the guards to be obeyed', async () => {
    const told = await Promise.all(
      older.map(({ resource, object }) =>
        isRefused(started, resource, { ...object, metadata: named('newer') }),
      ),
    );
    return told.every(Boolean) ? true : undefined;
  });
  return started;
});

function isRefused({ admin }: ControlPlane, resource: Resource, object: KubeObject): Promise<boolean> {
  return admin.create(resource, object, { dryRun: true }).then(
    () => false,
    () => true,
  );
}

const inCel = celFamilies().flatMap(({ rules }) => rules);

interface Guard {
  readonly rule: string;
  readonly resource: Resource;
  readonly says: readonly string[];
  readonly passes: readonly Change[];
  readonly fails: readonly Change[];
}

function guards<Subject>(
  resource: Resource,
  whole: Whole,
  rules: readonly Rule<Subject>[],
  objectOf: (subject: Subject) => KubeObject,
): readonly Guard[] {
  const change = (example: Example<Subject>) => changeOf(example, whole, objectOf);
  return rules
    .filter(({ cel = [] }) => cel.some(({ inCrd }) => inCrd))
    .map(({ id, passes, fails }) => ({
      rule: id,
      resource,
      says: inCel.filter((rule) => rule.id === id).map(({ says }) => says.detail),
      passes: passes.map(change),
      fails: fails.map(change),
    }));
}

const all: readonly Guard[] = [
  ...guards(
    certificateRequests as Resource,
    certificateRequest(),
    certificateRequestRules,
    ({ request }) => request,
  ),
  ...guards(orders as Resource, order(), orderRules, (object) => object),
  ...guards(
    challenges as Resource,
    challenge({ metadata: { finalizers: [] } }),
    challengeRules,
    (object) => object,
  ),
];

describe.each(all)('$rule, by the CRD alone', ({ rule, resource, says, passes, fails }) => {
  it(`lets pass what passes: ${sentenceOf(rule)}`, async () => {
    expect(await Promise.all(passes.map((change) => attempt(plane().admin, resource, change)))).toEqual(
      passes.map(() => ''),
    );
  });

  it('refuses what fails, in the words of the rule', async () => {
    const told = await Promise.all(fails.map((change) => attempt(plane().admin, resource, change)));

    expect(told.filter((text) => !says.some((words) => text.includes(words)))).toEqual([]);
  });
});

describe.each(older)('a $object.kind from before, which no CRD would let in any more', (one) => {
  const { resource, status } = one;
  const name = { name: 'older', namespace: 'web' };

  it('can have its status written, be labelled, and go', async () => {
    const { admin } = plane();
    const stored = await admin.get(resource, name);
    const written = await admin.replaceStatus(resource, { ...stored, status } as KubeObject);
    const labels = { team: 'web' };
    const labelled = await admin.replace(resource, { ...written, metadata: { ...written.metadata, labels } });
    await admin.delete(resource, name);
    const leaving = await admin.get(resource, name);
    await admin.replace(resource, { ...leaving, metadata: { ...leaving?.metadata, finalizers: [] } });

    expect(labelled).toMatchObject({ metadata: { labels }, status });
    expect(await admin.get(resource, name)).toBeUndefined();
  });
});

const guarded = [certificateRequests, orders, challenges] as readonly Resource[];

/** The recording shows long strings as their length; what is base64 in the API has to stay so. */
function readable(object: RecordedObject): RecordedObject {
  return JSON.parse(JSON.stringify(object), (_key, value: unknown) =>
    typeof value === 'string' && /^<\d+ bytes>$/.test(value) ? Buffer.from(value).toString('base64') : value,
  ) as RecordedObject;
}

describe.each(scenes)('what cert-manager v1.21.1 wrote in the scene %s', (scene) => {
  const versions = readTape(scene).flatMap(({ event, object }) => {
    const resource = guarded.find(({ kind }) => kind === object.kind);
    return resource === undefined ? [] : [{ event, resource, object: readable(object) }];
  });

  async function write(resource: Resource, { metadata, spec, status = {} }: RecordedObject): Promise<void> {
    const { admin } = plane();
    const name = { name: metadata.name ?? '', namespace: scene };
    const before = await admin.get(resource, name);
    const annotations = { ...metadata.annotations };
    const object = { ...before, metadata: { ...before?.metadata, ...name, annotations }, spec } as KubeObject;
    const stored = before ? await admin.replace(resource, object) : await admin.create(resource, object);
    await admin.replaceStatus(resource, { ...stored, status } as KubeObject);
  }

  it('is taken, every version after the one before', async () => {
    await plane().kubectlOrThrow(['create', 'namespace', scene]);
    for (const { event, resource, object } of versions) {
      if (event !== 'DELETED') await write(resource, object);
      else await plane().admin.delete(resource, { name: object.metadata.name ?? '', namespace: scene });
    }

    expect(versions.length).toBeGreaterThan(10);
  });
});
