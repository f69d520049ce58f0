import { fc, it } from '@fast-check/vitest';
import jsonPatch, { type Operation } from 'fast-json-patch';
import { Agent, createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import { systemClock } from '../runtime/clock.ts';
import { createLogger } from '../runtime/log.ts';
import { junk, oddReviews } from '../test/build/odd-review.ts';
import { createApp } from './app.ts';
import { createApprovalCheck } from './approval.ts';
import { createJudge } from './judge.ts';
import { createReferenceJudges } from './references/judge.ts';
import { worldOfExample } from '../api/reference/object-world.ts';
import { acme, certificate, clusterIssuer, http01, issuer, secret } from '../api/reference/example.ts';

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

/** A second or two, but machines are busy at times. */
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
    approval: createApprovalCheck({ request: <Answer>() => Promise.resolve({} as Answer) }, systemClock),
    mutation: { visibleDefaults: true },
    log: createLogger({ level: 'error', stream: log }),
    answered: () => undefined,
    unanswered: () => undefined,
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
  it.prop([paths, oddReviews], { numRuns: 1500 })(
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

  it.prop([oddReviews], { numRuns: 300 })(
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
