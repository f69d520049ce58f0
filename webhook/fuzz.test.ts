import { fc, it } from '@fast-check/vitest';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import { certificateRequestRules } from '../api/certificate-request/rules/index.ts';
import { certificateRules } from '../api/certificate/rules/index.ts';
import { challengeRules } from '../api/challenge/rules/index.ts';
import { issuerRules } from '../api/issuer/rules/index.ts';
import { newOrderRules, orderRules } from '../api/order/rules/index.ts';
import { createLogger } from '../runtime/log.ts';
import { createApp } from './app.ts';
import { createJudge } from './judge.ts';
import { createReferenceJudges } from './references/judge.ts';
import { worldOfExample } from '../api/reference/object-world.ts';
import { acme, certificate, clusterIssuer, http01, issuer, secret } from '../api/reference/example.ts';

/** A second or two, but machines are busy at times. */
/** What the objects that arrive may refer to. */
const annotations = { 'certloom/allowed-namespaces': 'web', 'certloom/allowed-dns-suffixes': 'shop.example' };
const around = [
  issuer(acme([http01]), { annotations }),
  issuer(acme([http01]), { name: 'acme' }),
  clusterIssuer({ ca: { secretName: 'ca' } }),
  certificate({}, { name: 'other' }),
  secret('shop-tls', []),
];
const gates = { LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true };

const timeoutMs = 60_000;

/** What the app logged as its own fault. */
const mishaps: string[] = [];
const log = new Writable({
  write(line: Buffer, _encoding, done) {
    mishaps.push(line.toString());
    done();
  },
});
const agent = new Agent({ keepAlive: true });
let server: Server;

beforeAll(async () => {
  const app = createApp({
    judge: createJudge(gates, createReferenceJudges(worldOfExample(around), 'all')),
    approval: () => Promise.resolve([]),
    mutation: { visibleDefaults: true },
    log: createLogger({ level: 'error', stream: log }),
    answered: () => undefined,
  });
  server = createServer(app);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
beforeEach(() => {
  mishaps.length = 0;
});
afterAll(() => {
  agent.destroy();
  server.close();
});

function post(
  path: string,
  body: string | Buffer,
): Promise<{ readonly code: number; readonly body: unknown }> {
  const { port } = server.address() as AddressInfo;
  const headers = { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const ask = request({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, (response) => {
      const code = response.statusCode ?? 0;
      resolve(text(response).then((answer) => ({ code, body: JSON.parse(answer) as unknown })));
    });
    ask.once('error', reject);
    ask.end(body);
  });
}

/** Objects that rules were written about: the most interesting ones to spoil. */
const known: readonly (readonly [resource: string, object: object])[] = [
  ...certificateRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }) => ['certificates', after.certificate] as const),
  ),
  ...issuerRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }) => ['issuers', after] as const),
  ),
  ...certificateRequestRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }) => ['certificaterequests', after.request] as const),
  ),
  ...orderRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }) => ['orders', after] as const),
  ),
  ...newOrderRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }) => ['orders', after.order] as const),
  ),
  ...challengeRules.flatMap(({ passes, fails }) =>
    [...passes, ...fails].map(({ after }) => ['challenges', after] as const),
  ),
];

const oddKeys = ['__proto__', 'constructor', 'toString', 'length', '', 'spec', 'name', '\u0000', 'a/b~c'];
const oddTexts = [
  '',
  ' ',
  '\u0000',
  'map[a:b]',
  '\u{1F600}',
  '-1',
  'null',
  '*.',
  '@',
  'CN=',
  '1h',
  '0',
  '\n',
  '%',
  '#',
];
const nested = (depth: number): string => `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;

/** JSON as text, so that it may hold what no object literal can. */
const oddJson = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'null',
      '0',
      '-1',
      '1e400',
      'true',
      '[]',
      '{}',
      '""',
      '[null]',
      '{"length":-1}',
    ),
  },
  { weight: 2, arbitrary: fc.constantFrom(...oddTexts).map((odd) => JSON.stringify(odd)) },
  { weight: 2, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }).map((odd) => JSON.stringify(odd)) },
  { weight: 1, arbitrary: fc.constantFrom(...oddKeys).map((key) => `{${JSON.stringify(key)}:{"a":null}}`) },
  { weight: 1, arbitrary: fc.constantFrom(nested(50), nested(20_000), `"${'x'.repeat(100_000)}"`) },
);

/** Replaces one value, anywhere, by an odd one. */
function spoilt(object: unknown, place: number, odd: string): string {
  let seen = 0;
  const visit = (value: unknown): string => {
    if (seen++ === place) return odd;
    if (Array.isArray(value)) return `[${value.map(visit).join(',')}]`;
    if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${visit(member)}`);
    return `{${members.join(',')}}`;
  };
  return visit(object);
}

const objects = fc
  .tuple(fc.constantFrom(...known), fc.nat(25), fc.nat(25), oddJson, oddJson)
  .map(([[resource, object], first, second, oneOdd, otherOdd]) => ({
    resource,
    object: spoilt(object, first, oneOdd),
    oldObject: spoilt(object, second, otherOdd),
  }));

const reviews = fc
  .record({
    objects,
    alien: fc.option(fc.constantFrom('pods', '__proto__', ''), { freq: 10 }),
    operation: fc.constantFrom('CREATE', 'UPDATE', 'UPDATE', 'DELETE', 'CONNECT', ''),
    subResource: fc.constantFrom('', '', 'status', 'scale'),
    userInfo: fc.oneof(fc.constant('{"username":"ann","groups":["dev"]}'), oddJson),
    uid: fc.uuid(),
  })
  .map(({ objects: { resource, object, oldObject }, alien, operation, subResource, userInfo, uid }) => {
    const group =
      resource === 'orders' || resource === 'challenges' ? 'acme.cert-manager.io' : 'cert-manager.io';
    const gvr = JSON.stringify({ group, version: 'v1', resource: alien ?? resource });
    const head = `"uid":"${uid}","operation":"${operation}","subResource":"${subResource}","resource":${gvr}`;
    const members = `${head},"userInfo":${userInfo},"object":${object},"oldObject":${oldObject}`;
    return {
      uid,
      body: `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{${members}}}`,
    };
  });

const paths = fc.constantFrom('/validate?timeout=5s', '/mutate?timeout=5s');

interface Answer {
  readonly kind: string;
  readonly response: {
    readonly uid: string;
    readonly allowed: boolean;
    readonly status?: { readonly code: number; readonly reason: string; readonly message: string };
    readonly warnings?: readonly string[];
    readonly patch?: string;
  };
}

function expectOneGoodLine(line: string): void {
  expect(line).not.toBe('');
  expect(line).not.toMatch(/\p{Cc}/u);
  expect(line).not.toContain('map[');
}

describe('whatever the API server might send', () => {
  it.prop([paths, reviews], { numRuns: 1500 })(
    'is answered by a review with its uid',
    async (path, { uid, body }) => {
      const answer = await post(path, body);

      expect(mishaps).toEqual([]);
      expect(answer).toMatchObject({ code: 200, body: { kind: 'AdmissionReview', response: { uid } } });
      const { allowed, status, warnings = [], patch } = (answer.body as Answer).response;
      expect(status === undefined).toBe(allowed);
      if (status) {
        expect(status).toMatchObject({ code: 403, reason: 'Forbidden' });
        expectOneGoodLine(status.message);
      }
      warnings.forEach(expectOneGoodLine);
      if (patch !== undefined) expect(path).toMatch(/^\/mutate/);
    },
    timeoutMs,
  );

  async function patchFor(body: string): Promise<Operation[]> {
    const { response } = (await post('/mutate', body)).body as Answer;
    return JSON.parse(Buffer.from(response.patch ?? 'W10=', 'base64').toString()) as Operation[];
  }

  it.prop([reviews], { numRuns: 300 })(
    'is defaulted by additions only, and by nothing more the second time',
    async ({ body }) => {
      const patch = await patchFor(body);
      const identity = /^\/spec\/(username|uid|groups|extra)/;
      expect(patch.filter(({ op, path }) => op !== 'add' && !identity.test(path))).toEqual([]);

      if (patch.length === 0 || body.length > 50_000) return; // deeper than JSON.stringify goes
      const review = JSON.parse(body) as { request: { object: object } };
      review.request.object = jsonPatch.applyPatch(review.request.object, patch).newDocument;
      expect(await patchFor(JSON.stringify(review))).toEqual([]);
    },
    timeoutMs,
  );
});

describe('whatever anybody else sends', () => {
  const junk = fc.oneof(
    fc.json(),
    fc.string(),
    fc.uint8Array().map((bytes) => Buffer.from(bytes)),
    fc.constantFrom(nested(100_000), ''),
  );

  it.prop([paths, junk], { numRuns: 300 })(
    'is refused with a clear 4xx',
    async (path, body) => {
      const { code, body: answer } = await post(path, body);

      expect(mishaps).toEqual([]);
      expect(code).toBeGreaterThanOrEqual(400);
      expect(code).toBeLessThan(500);
      expect(answer).toMatchObject({ kind: 'Status', code, message: expect.stringMatching(/./) as unknown });
    },
    timeoutMs,
  );
});
