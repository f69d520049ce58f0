import { describe, expect, it } from 'vitest';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { certificateRequests, challenges, orders } from '../../api/kinds.ts';
import { orderRules } from '../../api/order/rules/index.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import type { Example, Rule } from '../../api/rule.ts';
import { sentenceOf } from '../../api/rule-sentence.ts';
import { ApiError } from '../../runtime/api-error.ts';
import { certificateRequest } from '../build/certificate-request.ts';
import { challenge } from '../build/challenge.ts';
import { order } from '../build/order.ts';
import { chartDirectory } from '../cluster/chart.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { startedFor } from '../cluster/suite.ts';
import { type RecordedObject, readTape, scenes } from '../recording/tape.ts';

/** The CRDs alone: nobody is asked at admission. */
const plane = startedFor(async () => {
  const started = await startControlPlane();
  await started.kubectlOrThrow(['apply', '-f', `${chartDirectory}/files/crds`]);
  await started.kubectlOrThrow(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s']);
  await started.kubectlOrThrow(['create', 'namespace', 'web']);
  return started;
});

type Whole = KubeObject & { readonly spec: object; readonly status?: object };

/** What an example says, in an object that the API server takes. */
function completed(example: KubeObject, whole: Whole): Whole {
  const { spec, status } = example as Partial<Whole>;
  return { ...whole, spec: { ...whole.spec, ...spec }, ...(status && { status }) };
}

function fresh({ status: _none, ...object }: Whole): Whole {
  return object;
}

interface Guard {
  readonly rule: string;
  readonly resource: Resource;
  readonly says: readonly string[];
  readonly passes: readonly Change[];
  readonly fails: readonly Change[];
}

interface Change {
  readonly before: Whole;
  readonly after: Whole;
}

function guards<Subject>(
  resource: Resource,
  whole: Whole,
  rules: readonly Rule<Subject>[],
  objectOf: (subject: Subject) => KubeObject,
): readonly Guard[] {
  const change = ({ before, after }: Example<Subject>): Change => {
    const now = completed(objectOf(after), whole);
    return { before: before === undefined ? fresh(now) : completed(objectOf(before), whole), after: now };
  };
  return rules
    .filter(({ cel = [] }) => cel.some(({ inCrd }) => inCrd))
    .map(({ id, cel = [], passes, fails }) => ({
      rule: id,
      resource,
      says: cel.map(({ detail }) => detail),
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

let count = 0;

/** Stores the object as it was, and tries to make of it what it became. @returns what the API server said to that */
async function attempt(resource: Resource, { before, after }: Change): Promise<string> {
  const { admin } = plane();
  const metadata = { name: `guarded-${(count += 1)}`, namespace: 'web' };
  const created = await admin.create(resource, { ...before, metadata });
  const stored =
    before.status === undefined
      ? created
      : await admin.replaceStatus(resource, { ...created, status: before.status } as KubeObject);
  try {
    const changed = await admin.replace(resource, { ...stored, spec: after.spec } as KubeObject);
    await admin.replaceStatus(resource, { ...changed, status: after.status ?? {} } as KubeObject);
    return '';
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}

describe.each(all)('$rule, by the CRD alone', ({ rule, resource, says, passes, fails }) => {
  it(`lets pass what passes: ${sentenceOf(rule)}`, async () => {
    expect(await Promise.all(passes.map((change) => attempt(resource, change)))).toEqual(
      passes.map(() => ''),
    );
  });

  it('refuses what fails, in the words of the rule', async () => {
    const told = await Promise.all(fails.map((change) => attempt(resource, change)));

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
