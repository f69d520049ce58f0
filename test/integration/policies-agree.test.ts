import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../api/finding.ts';
import { judgedKinds } from '../../api/judge.ts';
import { certificates, challenges, clusterIssuers, issuers } from '../../api/kinds.ts';
import type { IssuerSpec, Solver } from '../../api/issuer/issuer.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { type SchemaKind, validateSchema } from '../../api/validate.ts';
import { decoders } from '../../pki/candidates.ts';
import type { CelRule } from '../../tools/generate/cel-rule.ts';
import { celFamilies } from '../../tools/generate/cel-rules.ts';
import { type CrdKind, crdKinds } from '../../tools/generate/crd-kinds.ts';
import { challenge } from '../build/challenge.ts';
import { legalManifests } from '../build/legal-manifests.ts';
import { exampleObjects } from '../build/rule-corpus.ts';
import { startedFor } from '../cluster/suite.ts';
import { waitFor } from '../cluster/loopback.ts';
import { anythingOf } from './admission-support/anything.ts';
import { applyAll, startWithBareCrds } from './admission-support/bare-crds.ts';
import { checkNames, telltales, type Told, type Trying, tryingAt } from './admission-support/telltales.ts';

const plane = startedFor(async () => {
  const started = await startWithBareCrds();
  await applyAll(started, telltales());
  return started;
});

let trying: Trying;

beforeAll(async () => {
  trying = tryingAt(plane(), 'telltales');
  // the last one to be made
  const odd = challenge({ metadata: { finalizers: [] }, spec: { solver: {} } });
  await waitFor('the telltales to be obeyed', async () => {
    const { warnings } = await trying.write(challenges, odd, 'POST');
    return warnings.length > 0 ? true : undefined;
  });
});
afterAll(() => {
  trying.close();
});

const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };
const judges = judgedKinds(gates, decoders);

/** As the API server takes it: what is undefined is not there, and a new object has no status. */
function withoutStatus(object: KubeObject): KubeObject {
  return JSON.parse(JSON.stringify({ ...object, status: undefined })) as KubeObject;
}

/** The solvers of issuers, each as that of a Challenge. */
function challengesOf({ spec }: KubeObject & { readonly spec?: IssuerSpec | null }): readonly KubeObject[] {
  const solvers = spec?.acme?.solvers ?? [];
  return (Array.isArray(solvers) ? (solvers as readonly Solver[]) : []).map((solver) =>
    challenge({ metadata: { finalizers: [] }, spec: { solver, type: solver.http01 ? 'HTTP-01' : 'DNS-01' } }),
  );
}

const written = [...exampleObjects(), ...legalManifests(), ...exampleObjects().flatMap(challengesOf)];
const many: readonly Resource[] = [certificates, issuers];

function objectsOf(kind: CrdKind): readonly KubeObject[] {
  const hasSpec = (object: KubeObject): boolean => 'spec' in object && object.spec !== null;
  return [
    ...anythingOf(kind, many.includes(kind.resource) ? 300 : 100),
    ...written.filter((object) => object.kind === kind.resource.kind && hasSpec(object)).map(withoutStatus),
  ];
}

/** An object, and what becomes of it: most of it stays, right and wrong. */
function pairsOf(
  objects: readonly KubeObject[],
): readonly (readonly [before: KubeObject, after: KubeObject])[] {
  return objects
    .filter((_, index) => index % 3 === 0)
    .map((before, index) => {
      const { spec: other } = objects[(index + 1) % objects.length] as KubeObject & { readonly spec: object };
      const own = (before as KubeObject & { readonly spec: object }).spec;
      const taken = Object.entries(other).filter((_, place) => (place + index) % 3 === 0);
      const spec = { ...own, ...Object.fromEntries(taken) };
      return [before, { ...before, spec }];
    });
}

const kinds = crdKinds
  .filter(({ resource }) => resource !== clusterIssuers)
  .map((kind) => ({
    kind: kind.resource.kind,
    resource: kind.resource,
    objects: objectsOf(kind),
    judge: judges.find((one) => one.resource === kind.resource)?.judge ?? ((): [] => []),
    checks: celFamilies().find(({ resources }) => resources.includes(kind.resource))?.rules ?? [],
  }));

/** Rules may count on our own schema, which knows more than that of the CRD. */
function fits(...objects: readonly KubeObject[]): boolean {
  return objects.every((object) => validateSchema(object.kind as SchemaKind, object).length === 0);
}

/** What the policies say that the rules do not, and the other way round. */
function differences(
  { code, warnings }: Told,
  findings: readonly Finding[],
  checks: readonly CelRule[],
): readonly string[] {
  if (code === 422) return [];
  const byPolicies = warnings.map((name) => name.replace(/ \d+$/, ''));
  const byRules = findings.map(({ rule }) => rule);
  const whole = new Set(checks.filter((check) => check.whole).map(({ id }) => id));
  return [
    ...(code >= 300 ? [`HTTP ${code}`] : []),
    ...byPolicies.filter((id) => !byRules.includes(id)).map((id) => `only the policies say ${id}`),
    ...byRules
      .filter((id) => whole.has(id) && !byPolicies.includes(id))
      .map((id) => `only the rules say ${id}`),
  ];
}

describe.each(kinds)('a $kind, whatever it is', ({ resource, objects, judge, checks }) => {
  it('is judged by the policies as by the rules, when it is new', async () => {
    const told = await Promise.all(objects.map((object) => trying.write(resource, object, 'POST')));
    const wrong = told.flatMap((one, index) => {
      const object = objects[index];
      if (object === undefined || !fits(object)) return [];
      const said = differences(one, judge(object, undefined), checks);
      return said.map((text) => `${text} of ${JSON.stringify(object)}`);
    });

    expect(wrong.slice(0, 5)).toEqual([]);
    expect(objects.filter((object) => fits(object)).length).toBeGreaterThan(60);

    const spoke = new Set(told.flatMap(({ warnings }) => warnings));
    const names = checkNames(checks).filter(
      (_, index) => !/\b(oldObject|status)\b/.test(checks[index]?.valid ?? ''),
    );
    expect(names.filter((name) => !spoke.has(name))).toEqual([]);
  });

  it('is judged by the policies as by the rules, when it changes: what was wrong before does not count', async () => {
    const wrong = await Promise.all(
      pairsOf(objects).map(async ([before, after], index) => {
        const metadata = { name: `pair-${index}`, namespace: 'telltales' };
        const old = await plane()
          .admin.create(resource, { ...before, metadata })
          .catch(() => undefined);
        if (old === undefined || !fits(old, after)) return [];
        const now = { ...after, metadata: old.metadata };
        const told = await trying.write(resource, now, 'PUT');
        const said = differences(told, judge(now, old), checks);
        return said.map((text) => `${text} of ${JSON.stringify(after)}, before ${JSON.stringify(before)}`);
      }),
    );

    expect(wrong.flat().slice(0, 5)).toEqual([]);
  });
});
