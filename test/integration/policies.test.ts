import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { certificateRules } from '../../api/certificate/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { issuerRules } from '../../api/issuer/rules/index.ts';
import { certificateRequests, certificates, challenges, issuers, orders } from '../../api/kinds.ts';
import { orderRules } from '../../api/order/rules/index.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { describeViolation, type Rule } from '../../api/rule.ts';
import { partsOf } from '../../api/cel-told.ts';
import { validateSchema } from '../../api/validate.ts';
import { celFamilies } from '../../tools/generate/cel-rules.ts';
import { certificate } from '../build/certificate.ts';
import { certificateRequest } from '../build/certificate-request.ts';
import { challenge } from '../build/challenge.ts';
import { legalManifests } from '../build/legal-manifests.ts';
import { order } from '../build/order.ts';
import { chartDirectory } from '../cluster/chart.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { startWithBareCrds } from './admission-support/bare-crds.ts';
import { attempt, changeOf, type Whole } from './admission-support/changes.ts';
import { large } from './admission-support/large.ts';
import { type Trying, tryingAt } from './admission-support/telltales.ts';

/** Stored before the policies are there. */
const broken = {
  ...certificate({ spec: { duration: '30m' } }),
  metadata: { name: 'older', namespace: 'web' },
};

/** The policies, and nothing else: no process is asked. */
const plane = startedFor(async () => {
  const started = await startWithBareCrds();
  await started.admin.create(certificates, broken);
  await started.kubectlOrThrow(['apply', '-f', `${chartDirectory}/files/policies.yaml`]);
  await inForce(started);
  return started;
});

/** The API server takes a second or two to obey a policy. */
async function inForce({ admin }: ControlPlane): Promise<void> {
  const stored = await admin.create(orders, { ...order(), metadata: { name: 'in-force', namespace: 'web' } });
  const changed = { ...stored, spec: { ...stored.spec, request: 'YQ==' } };
  await waitFor('the policies to be obeyed', () =>
    admin.replace(orders, changed, { dryRun: true }).then(
      () => undefined,
      () => true as const,
    ),
  );
}

let trying: Trying;

beforeAll(() => {
  trying = tryingAt(plane(), 'web');
});
afterAll(() => {
  trying.close();
});

interface Judged {
  readonly id: string;
  readonly severity: string;
  /** What the API server says to an example; nothing when it lets it in. */
  readonly passes: readonly (() => Promise<string>)[];
  readonly fails: readonly { readonly judge: () => Promise<string>; readonly says: readonly string[] }[];
}

const inCel = celFamilies().flatMap(({ rules }) => rules);

function judged<Subject>(
  resource: Resource,
  rules: readonly Rule<Subject>[],
  objectOf: (subject: Subject) => KubeObject,
  whole?: Whole,
): readonly Judged[] {
  return rules
    .filter(({ cel }) => cel !== undefined)
    .map((rule) => {
      const { id, severity, passes, fails } = rule;
      const judge = (example: (typeof passes)[number]) => async (): Promise<string> =>
        whole
          ? attempt(plane().admin, resource, changeOf(example, whole, objectOf))
          : created(resource, objectOf(example.after));
      return {
        id,
        severity,
        passes: passes.map(judge),
        fails: fails.map((example) => ({
          judge: judge(example),
          says: rule.check(example.after, example.before).map(describeViolation),
        })),
      };
    });
}

/** Makes it for show. @returns what is said to that, a line each */
async function created(resource: Resource, object: KubeObject): Promise<string> {
  const { message, warnings } = await trying.write(resource, object, 'POST');
  return [...warnings.map((text) => `Warning: ${text}`), message].join('\n');
}

const all: readonly Judged[] = [
  ...judged(certificates as Resource, certificateRules, (one) => one.certificate),
  ...judged(issuers as Resource, issuerRules, (one) => one),
  ...judged(
    certificateRequests as Resource,
    certificateRequestRules,
    ({ request }) => request,
    certificateRequest(),
  ),
  ...judged(orders as Resource, orderRules, (one) => one, order()),
  ...judged(
    challenges as Resource,
    challengeRules,
    (one) => one,
    challenge({ metadata: { finalizers: [] } }),
  ),
];

/** What the checks of a rule say, whatever the place and the value. */
function wordsOf(id: string): readonly RegExp[] {
  return inCel
    .filter((one) => one.id === id)
    .map(({ says }) => {
      const parts = partsOf(says).map((part, index) =>
        index % 2 === 0 ? part.replaceAll(/\W/g, String.raw`\$&`) : '.*',
      );
      return new RegExp(`: ${parts.join('')}$`);
    });
}

/** What a policy says in a text, as a warning or as a denial. */
function byPolicy(text: string, severity: string): readonly string[] {
  const said = severity === 'warn' ? /^Warning: / : /ValidatingAdmissionPolicy .* denied request: /;
  return text.split('\n').filter((line) => said.test(line));
}

describe.each(all)('$id, by a policy alone', ({ id, severity, passes, fails }) => {
  it('says nothing to what passes', async () => {
    const told = (await Promise.all(passes.map((judge) => judge()))).flatMap((text) =>
      byPolicy(text, severity),
    );

    expect(told.filter((text) => wordsOf(id).some((words) => words.test(text)))).toEqual([]);
  });

  it('says to what fails what the rule says, as far as CEL sees it', async () => {
    const told = await Promise.all(
      fails.map(async ({ judge, says }) => ({ lines: byPolicy(await judge(), severity), says })),
    );
    const words = wordsOf(id);
    const others = told.flatMap(({ lines, says }) =>
      lines.filter(
        (line) => !says.some((text) => line.includes(`: ${text}`)) && !words.some((own) => own.test(line)),
      ),
    );
    const lines = told.flatMap((one) => one.lines);

    expect(others).toEqual([]);
    expect(lines).not.toEqual([]);
  });
});

describe('the bundle of policies', () => {
  it('lets in all of the corpus of legal manifests', async () => {
    const manifests = legalManifests().map((manifest) => ({
      ...manifest,
      metadata: { ...manifest.metadata, ...(manifest.kind !== 'ClusterIssuer' && { namespace: 'web' }) },
    }));
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: manifests });
    const { code, stderr } = await plane().kubectl(['create', '--dry-run=server', '-f', '-'], { stdin });

    expect(stderr.split('\n').filter((line) => line !== '' && !line.startsWith('Warning: '))).toEqual([]);
    expect(code).toBe(0);
  });

  it.each(large)('lets in %s: what the API server spends on expressions suffices', async (_, object) => {
    const resource = object.kind === 'Issuer' ? issuers : certificates;

    expect(await trying.write(resource as Resource, object, 'POST')).toEqual({
      code: 201,
      message: '',
      warnings: [],
    });
  });

  it('says of a duration that is none what the webhook says, and wants a spec', async () => {
    const days = { ...certificate({ spec: { duration: '90d' } }), metadata: { name: 'days' } };
    const bare = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata: { name: 'bare' } };

    expect((await trying.write(certificates as Resource, days, 'POST')).message).toContain(
      `denied request: ${validateSchema('Certificate', days).map(describeViolation).join()}`,
    );
    expect((await trying.write(certificates as Resource, bare, 'POST')).message).toContain(
      'denied request: spec: Required value: state what is wanted',
    );
  });

  it('lets what was wrong before be changed elsewhere, but not in another wrong way', async () => {
    const { admin } = plane();
    const name = { name: 'older', namespace: 'web' };
    await admin.patch(certificates, name, { spec: { dnsNames: ['www.shop.example'] } });

    await expect(admin.patch(certificates, name, { spec: { revisionHistoryLimit: 0 } })).rejects.toThrow(
      'spec.revisionHistoryLimit: Invalid value: "0": must be at least 1',
    );
  });

  it('fits the schemas: the API server has no doubt about a single expression', async () => {
    const doubts = await waitFor(
      'the expressions to be checked',
      async () => {
        const json = await plane().kubectlOrThrow(['get', 'validatingadmissionpolicies', '-o', 'json']);
        const { items } = JSON.parse(json) as {
          readonly items: readonly {
            status?: { typeChecking?: { expressionWarnings?: readonly object[] } };
          }[];
        };
        const checked = items.every(({ status }) => status?.typeChecking);
        return checked
          ? items.flatMap(({ status }) => status?.typeChecking?.expressionWarnings ?? [])
          : undefined;
      },
      { seconds: 120 }, // kube-controller-manager reads the whole schema for every expression
    );

    expect(doubts).toEqual([]);
  });
});
