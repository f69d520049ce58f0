import { describe, expect, it } from 'vitest';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { certificateRequests, challenges, orders } from '../../api/kinds.ts';
import { orderRules } from '../../api/order/rules/index.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { Example, Rule } from '../../api/rule.ts';
import { sentenceOf } from '../../api/rule-sentence.ts';
import { celFamilies } from '../../tools/generate/cel-rules.ts';
import { certificateRequest } from '../build/certificate-request.ts';
import { challenge } from '../build/challenge.ts';
import { order } from '../build/order.ts';
import { chartDirectory } from '../cluster/chart.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { startedFor } from '../cluster/suite.ts';
import { type Change, type Whole, attempt, changeOf } from './admission-support/changes.ts';
import { type RecordedObject, readTape, scenes } from '../recording/tape.ts';

/** The CRDs alone: nobody is asked at admission. */
const plane = startedFor(async () => {
  const started = await startControlPlane();
  await started.kubectlOrThrow(['apply', '-f', `${chartDirectory}/files/crds`]);
  await started.kubectlOrThrow(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s']);
  await started.kubectlOrThrow(['create', 'namespace', 'web']);
  return started;
});

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
