import { request } from 'node:http';
import { text } from 'node:stream/consumers';

import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { certificateRequest } from '../../test/build/certificate-request.ts';
import { certificate } from '../../test/build/certificate.ts';
import { challenge } from '../../test/build/challenge.ts';
import { storesOf } from '../../test/build/dashboard-view.ts';
import { type HtmlElement, elementsOf, parseHtml, textOf } from '../../test/build/html-document.ts';
import { issuer, readyIssuer } from '../../test/build/issuer.ts';
import { ManualClock } from '../../test/build/manual-clock.ts';
import { condition, controlledBy } from '../../test/build/object.ts';
import { order } from '../../test/build/order.ts';
import { silentLog } from '../../runtime/log.ts';
import { defaultSettings } from '../settings.ts';
import { type Dashboard, startDashboard } from './server.ts';

const shop = certificate({
  status: {
    conditions: [
      condition('Ready', 'True'),
      condition('Issuing', 'False', { message: 'The order failed', observedGeneration: 1 }),
    ],
    notBefore: '2026-01-01T00:00:00Z',
    notAfter: '2026-04-01T00:00:00Z',
    renewalTime: '2026-03-02T00:00:00Z',
    lastFailureTime: '2026-03-02T11:00:00Z',
  },
});
const asked = certificateRequest({
  metadata: { ownerReferences: [controlledBy(shop)] },
  status: { conditions: [condition('Approved', 'True'), condition('Ready', 'False', { reason: 'Pending' })] },
});
const ordered = order({ metadata: { ownerReferences: [controlledBy(asked)] }, status: { state: 'pending' } });
const proof = challenge({ metadata: { ownerReferences: [controlledBy(ordered)] } });
const ca = issuer({ status: readyIssuer });

const clock = new ManualClock('2026-03-02T12:00:00Z');
const stores = storesOf(shop, asked, ordered, proof, ca);
const state = { leads: true, leader: undefined as string | undefined };
let dashboard: Dashboard;

beforeAll(async () => {
  dashboard = await startDashboard({
    address: { host: '127.0.0.1', port: 0 },
    hosts: ['certs.example.com'],
    settings: defaultSettings,
    clock,
    log: silentLog,
    stores: () => (state.leads ? stores : undefined),
    starting: () => false,
    leader: () => state.leader,
    namespace: 'certloom',
    limit: 2,
  });
});

afterAll(() => dashboard.close());

interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

/** As it stands, without what `fetch` would make of a path. */
async function get(
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<Got> {
  const { promise, resolve, reject } = Promise.withResolvers<Got>();
  const sent = request({ port: dashboard.port, host: '127.0.0.1', path, ...options }, (answer) => {
    const { statusCode: status = 0, headers } = answer;
    text(answer).then((body) => resolve({ status, headers, body }), reject);
  });
  sent.on('error', reject).end();
  return promise;
}

async function pageAt(path: string): Promise<HtmlElement> {
  return parseHtml((await get(path)).body);
}

const paths = ['/', '/due', '/issuers', '/certificates/web/shop', '/nothing'];

describe('every page', () => {
  it.each(paths)('%s is a document without anything that a strict policy forbids', async (path) => {
    const elements = elementsOf(await pageAt(path));
    const attributes = elements.flatMap(({ attributes: named }) => [...named.keys()]);

    expect(attributes.filter((name) => name === 'style' || name.startsWith('on'))).toEqual([]);
    expect(
      elements.filter(({ tag, children }) => tag === 'style' || (tag === 'script' && children.length > 0)),
    ).toEqual([]);
    expect(elements.filter(({ tag }) => tag === 'h1')).toHaveLength(1);
  });

  it.each(paths)('%s leads only to what there is', async (path) => {
    const links = elementsOf(await pageAt(path)).flatMap(({ attributes: named }) => [
      named.get('href') ?? named.get('src') ?? '/',
    ]);
    const answers = await Promise.all(
      [...new Set(links)]
        .filter((link) => !link.startsWith('#'))
        .map(async (link) => (await get(link)).status),
    );

    expect(new Set(answers)).toEqual(new Set([200]));
  });

  it('comes with headers that let nothing else in', async () => {
    const { headers } = await get('/');

    expect(headers['content-security-policy']).toContain(
      "default-src 'none'; script-src 'self'; style-src 'self'",
    );
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cache-control': 'no-store',
    });
  });

  it('holds neither the token nor the key of a proof', async () => {
    const all = await Promise.all(
      [...paths, '/api/certificates', '/api/certificates/web/shop'].map((path) => get(path)),
    );

    expect(all.map(({ body }) => body).join('')).not.toMatch(/token-of-shop|value-of-shop/);
  });
});

describe('requests that nobody should make', () => {
  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS'])('by %s are refused', async (method) => {
    expect(await get('/', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });

  it('under a name that others can give an address to are refused', async () => {
    expect((await get('/', { headers: { Host: 'rebound.example.net' } })).status).toBe(421);
    expect((await get('/', { headers: { Host: 'certs.example.com' } })).status).toBe(200);
  });

  it('with a path that cannot be read are refused', async () => {
    expect((await get('/certificates/%ff/x')).status).toBe(400);
  });

  it('for what there is not find nothing, in either form', async () => {
    expect((await get('/certificates/web/none')).status).toBe(404);
    expect((await get('/certificates/web/shop/more')).status).toBe(404);
    expect((await get('/api/certificates/web/none')).body).toBe('{\n  "error": "not found"\n}\n');
  });

  it('by HEAD get the headers alone', async () => {
    expect(await get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
  });
});

/** The elements of a page, without what is in them. */
function shapeOf(element: HtmlElement): unknown {
  return [
    element.tag,
    ...element.children.flatMap((child) => (typeof child === 'string' ? [] : [shapeOf(child)])),
  ];
}

describe('values that were written to do harm', () => {
  const evil = fc.string({
    unit: fc.constantFrom(
      '<',
      '>',
      '"',
      "'",
      '&',
      '/',
      '=',
      ' ',
      'a',
      '<script>',
      '</td>',
      'javascript:',
      '\u202e',
      '\n',
      '${',
      '`',
    ),
    minLength: 1,
    maxLength: 12,
  });
  /** A list is newer than the one before: what was gone may come again. */
  let version = 1;
  const withValue = (value: string) => {
    version += 1;
    const metadata = { resourceVersion: String(version) };
    const subject = certificate({
      name: 'evil',
      spec: { dnsNames: [value], secretName: value, issuerRef: { name: value, kind: value } },
      status: { conditions: [condition('Ready', 'False', { reason: value, message: value })] },
    });
    const request = certificateRequest({
      name: value,
      metadata: { ...metadata, uid: 'evil-request', ownerReferences: [controlledBy(subject)] },
      status: { conditions: [condition('Ready', 'False', { reason: 'Failed', message: value })] },
    });
    stores.certificates.take(subject);
    stores.requests.replaceAll([asked, request], String(version));
    stores.issuers.replaceAll(
      [
        ca,
        issuer({
          name: value,
          metadata,
          status: { conditions: [condition('Ready', 'False', { message: value })] },
        }),
      ],
      String(version),
    );
  };
  const shapes = async () =>
    Promise.all(['/', '/issuers', '/certificates/web/evil'].map(async (path) => shapeOf(await pageAt(path))));

  it('never change what a page is made of', async () => {
    withValue('harmless');
    const expected = await shapes();

    await fc.assert(
      fc.asyncProperty(evil, async (value) => {
        withValue(value);
        expect(await shapes()).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('are only ever shown as text when they are asked for', async () => {
    const query = new URLSearchParams({
      text: '"><script>alert(1)</script>',
      namespace: '<b>',
      issuer: "'x",
    });
    const elements = elementsOf(await pageAt(`/?${query.toString()}`));

    expect(
      elements.find(({ attributes }) => attributes.get('name') === 'text')?.attributes.get('value'),
    ).toBe('"><script>alert(1)</script>');
    expect(elements.filter(({ tag }) => tag === 'script')).toHaveLength(1);
  });

  afterAll(() => {
    stores.certificates.drop(certificate({ name: 'evil' }));
    stores.requests.replaceAll([asked], String(version + 1));
    stores.issuers.replaceAll([ca], String(version + 1));
  });
});

describe('the page of a Certificate', () => {
  it('answers what is wrong, who must act and when it is tried again', async () => {
    const words = textOf(await pageAt('/certificates/web/shop'));

    expect(words).toContain('The order failed');
    expect(words).toMatch(/Next: tried again now 2026-03-02 12:00Z/);
    expect(words).toMatch(
      /Certificate shop .* CertificateRequest shop-1 .* Order shop-1-100 .* Challenge shop-1-100-200 .* Issuer ca/,
    );
    expect(words).toContain('kubectl describe certificate -n web shop');
  });

  it('is there in JSON, too', async () => {
    const { body, headers } = await get('/api/certificates/web/shop');

    expect(headers['content-type']).toBe('application/json');
    expect(JSON.parse(body)).toMatchObject({
      state: 'renewal-failed',
      renewalTime: '2026-03-02T00:00:00Z',
      next: { what: 'retry', at: '2026-03-02T12:00:00Z' },
      why: { words: 'The order failed', from: { kind: 'Certificate', name: 'shop' } },
    });
  });
});

describe('a replica that does not lead', () => {
  it('says so, and who does', async () => {
    state.leads = false;
    state.leader = 'certloom-controller-abc_0f5d';
    const { status, headers, body } = await get('/certificates/web/shop');
    const api = await get('/api/certificates');
    state.leads = true;

    expect([status, headers['retry-after']]).toEqual([503, '5']);
    expect(textOf(parseHtml(body))).toContain('kubectl port-forward -n certloom pod/certloom-controller-abc');
    expect(JSON.parse(api.body)).toEqual({
      error: 'this replica does not lead',
      leader: 'certloom-controller-abc',
    });
  });
});

/** Opens a stream. @returns what came of it so far, at every call */
async function listen(path: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{
    status: number;
    told: () => string;
    stop: () => void;
  }>();
  let told = '';
  const sent = request({ port: dashboard.port, host: '127.0.0.1', path }, (answer) => {
    answer.setEncoding('utf8').on('data', (part: string) => {
      told += part;
    });
    answer.on('error', () => {});
    resolve({ status: answer.statusCode ?? 0, told: () => told, stop: () => sent.destroy() });
  });
  sent.on('error', reject).end();
  return promise;
}

describe('the stream of a page', () => {
  it('tells of changes of its Certificate and of what was made for it, and of no others', async () => {
    const { told, stop } = await listen('/events/certificates/web/shop');
    await expect.poll(told).toContain('retry: 3000');
    stores.certificates.take(certificate({ name: 'other' }));
    await clock.advance(2);
    stores.challenges.take({ ...proof, metadata: { ...proof.metadata, resourceVersion: '7' } });
    stores.orders.take({ ...ordered, metadata: { ...ordered.metadata, resourceVersion: '7' } });
    await clock.advance(2);
    await expect.poll(told).toContain('event: changed');

    expect(told().match(/event: changed/g)).toHaveLength(1);
    stop();
  });

  it('gives signs of life, and is refused when too many are open', async () => {
    const open = [await listen('/events'), await listen('/events')];
    const third = await listen('/events');
    await clock.advance(15);

    await expect.poll(open[0]?.told ?? (() => '')).toContain(': alive');
    expect(third.status).toBe(503);
    for (const { stop } of open) stop();
    await expect.poll(async () => (await listen('/events')).status).toBe(200);
  });
});
