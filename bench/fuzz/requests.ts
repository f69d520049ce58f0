import fc, { type Arbitrary } from 'fast-check';
import { gzipSync } from 'node:zlib';
import { letThrough } from '../../test/build/let-through.ts';
import { junk, oddJson, oddReviews, spoilt } from '../../test/build/odd-review.ts';

/** A request to the webhook, whether or not it is one. */
export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** In pieces whose number nobody says beforehand, instead of with a Content-Length. */
  readonly chunked?: boolean;
  /** After so many bytes of the body the sender is gone. */
  readonly cutAfter?: number;
  /** Sent instead of all of the above. */
  readonly raw?: Buffer;
  /** It is an AdmissionReview, so that it must be answered by one. */
  readonly isReview?: boolean;
}

const json = { 'content-type': 'application/json' };
const paths = fc.constantFrom('/validate?timeout=10s', '/mutate?timeout=10s', '/validate', '/mutate');

/** As the API server sends it. */
function post(bodies: Arbitrary<string | Buffer>, isReview: boolean): Arbitrary<FuzzRequest> {
  return fc
    .record({ path: paths, body: bodies })
    .map(({ path, body }) => ({ method: 'POST', path, headers: json, body, isReview }));
}

const users = fc.constantFrom(
  { username: 'ann', groups: ['dev'] },
  { username: 'system:serviceaccount:certloom:certloom-controller' },
);

/** Where, counted in values, and by what an object is spoilt; most are not. */
const spoiling = fc.option(fc.record({ place: fc.nat(60), odd: oddJson }), { freq: 2 });

const status = (type: string) => ({ type, status: 'True', reason: 'Policy', message: 'fine' });
const decisions = fc.constantFrom<readonly object[]>([], [status('Approved')], [status('Denied')]);

const requests = letThrough.filter(({ kind }) => kind === 'CertificateRequest');

interface Change {
  readonly kind: (typeof letThrough)[number];
  readonly request: object;
  readonly after: object;
  readonly before: object;
}

/** An update or a create of any kind. */
const changes: Arbitrary<Change> = fc
  .record({
    kind: fc.constantFrom(...letThrough),
    operation: fc.constantFrom('CREATE', 'UPDATE', 'UPDATE', 'DELETE'),
    subResource: fc.constantFrom('', '', 'status'),
    dryRun: fc.boolean(),
  })
  .chain(({ kind, ...request }) =>
    fc.record({
      kind: fc.constant(kind),
      request: fc.constant(request),
      after: kind.object,
      before: kind.object,
    }),
  );

/** Somebody decides about a CertificateRequest: the one review for which the API server is asked something. */
const approvals: Arbitrary<Change> = fc.constantFrom(...requests).chain((kind) =>
  fc
    .record({ object: kind.object, decided: decisions, conditions: decisions })
    .map(({ object, decided, conditions }) => ({
      kind,
      request: { operation: 'UPDATE', subResource: 'status' },
      after: { ...object, status: { conditions: decided } },
      before: { ...object, status: { conditions } },
    })),
);

/** What the API server sends of objects that the CRDs let through, and of some that they do not. */
const possibleReviews = fc
  .record({
    change: fc.oneof({ weight: 6, arbitrary: changes }, { weight: 1, arbitrary: approvals }),
    userInfo: users,
    uid: fc.uuid(),
    spoilAfter: spoiling,
    spoilBefore: spoiling,
  })
  .map(({ change: { kind, request, after, before }, userInfo, uid, spoilAfter, spoilBefore }) => {
    const { group, version, plural } = kind.resource;
    const resource = { group, version, resource: plural };
    const text = (object: object, spoil: typeof spoilAfter) =>
      spoil === null ? JSON.stringify(object) : spoilt(object, spoil.place, spoil.odd);
    const named = {
      ...request,
      uid,
      userInfo,
      resource,
      requestResource: resource,
      namespace: 'web',
      name: 'a',
    };
    const members = `${JSON.stringify(named).slice(0, -1)},"object":${text(after, spoilAfter)},"oldObject":${text(before, spoilBefore)}}`;
    return `{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":${members}}`;
  });

const member = (value: string) =>
  fc.oneof({ weight: 6, arbitrary: fc.constant(value) }, { weight: 1, arbitrary: oddJson });

/** Reviews that are none, by one member or another. */
const oddEnvelopes = fc
  .record({
    apiVersion: member('"admission.k8s.io/v1"'),
    kind: member('"AdmissionReview"'),
    uid: member('"705ab4f5-6393-11e8-b7cc-42010a800002"'),
    resource: member('{"group":"cert-manager.io","version":"v1","resource":"certificates"}'),
    operation: member('"CREATE"'),
    object: member('{"metadata":{"name":"a"},"spec":{"secretName":"a"}}'),
    rest: oddJson,
    request: fc.option(oddJson, { freq: 10 }),
  })
  .map(({ apiVersion, kind, uid, resource, operation, object, rest, request }) => {
    const members = `"uid":${uid},"resource":${resource},"operation":${operation},"object":${object}`;
    const own = request ?? `{${members},"oldObject":${rest},"__proto__":${rest},"userInfo":${rest}}`;
    return `{"apiVersion":${apiVersion},"kind":${kind},"request":${own},"response":${rest}}`;
  });

const mebibyte = 1024 * 1024;

function certificateReview(spec: object, annotations: object = {}): string {
  const resource = { group: 'cert-manager.io', version: 'v1', resource: 'certificates' };
  const metadata = { name: 'shop', namespace: 'web', annotations };
  const object = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', metadata, spec };
  const uid = '705ab4f5-6393-11e8-b7cc-42010a800002';
  const request = { uid, resource, operation: 'UPDATE', namespace: 'web', object, oldObject: object };
  return JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request });
}

const spec = { secretName: 'a', issuerRef: { name: 'ca' }, dnsNames: ['a.example.com'] };
const list = (count: number, item: (index: number) => unknown) =>
  Array.from({ length: count }, (_, index) => item(index));

/** As large as the API server lets an object be, and larger; made when they are sent. */
const huge: readonly (() => string)[] = [
  () => certificateReview(spec, { note: 'x'.repeat(3 * mebibyte) }),
  () => certificateReview({ ...spec, secretName: 'x'.repeat(3 * mebibyte) }),
  () => certificateReview({ ...spec, dnsNames: list(100_000, (index) => `name-${index}.example.com`) }),
  () => certificateReview({ ...spec, dnsNames: list(200_000, () => 'same.example') }),
  () => certificateReview({ ...spec, uris: list(80_000, (index) => `spiffe://example.com/${index}`) }),
  () => certificateReview({ ...spec, usages: list(200_000, (index) => `usage ${index}`) }),
  () =>
    certificateReview({
      ...spec,
      ...Object.fromEntries(list(100_000, (index) => [`key${index}`, index]) as [string, number][]),
    }),
];

/** One byte or more is another, is missing, or was never there. */
const mangled = fc
  .record({
    body: fc.oneof(
      oddReviews.map(({ body }) => body),
      possibleReviews,
    ),
    place: fc.double({ min: 0, max: 1, noNaN: true }),
    instead: fc.oneof(
      fc.constantFrom('', '"', '{', '}', '\\u', '\ud800', ',', '\u0000', '\u00ff'),
      fc.string({ maxLength: 5 }),
    ),
    drop: fc.constantFrom(0, 1, 2, 1_000_000),
  })
  .map(({ body, place, instead, drop }) => {
    const at = Math.floor(place * body.length);
    return Buffer.from(body.slice(0, at) + instead + body.slice(at + drop), 'latin1');
  });

const oddHeaders = fc.constantFrom<Readonly<Record<string, string>>>(
  {},
  { 'content-type': '' },
  { 'content-type': 'text/plain' },
  { 'content-type': 'application/json; charset=utf-8' },
  { 'content-type': 'application/json;charset="UTF-8"' },
  { 'content-type': 'application/json; charset=utf-16' },
  { 'content-type': 'application/vnd.kubernetes.protobuf' },
  { 'content-type': 'multipart/form-data; boundary=x' },
  { ...json, 'content-encoding': 'gzip' },
  { ...json, 'content-encoding': 'br' },
  { ...json, 'content-encoding': 'identity' },
  { ...json, expect: '100-continue' },
  { ...json, connection: 'close' },
  { ...json, upgrade: 'websocket', connection: 'upgrade' },
  { ...json, 'x-large': 'x'.repeat(30_000) },
);

/** A good review in a strange envelope of HTTP. */
const oddHttp = fc
  .record({
    body: possibleReviews,
    headers: oddHeaders,
    method: fc.constantFrom('POST', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'GET', 'OPTIONS'),
    path: fc.constantFrom(
      '/validate',
      '/mutate',
      '/mutate/',
      '/mutate/__proto__',
      '/mutate/%ff',
      '/validate/../mutate',
      '//validate',
      '/',
      '/validate?'.padEnd(8000, 'x'),
      '/%00',
    ),
    chunked: fc.boolean(),
    zipped: fc.boolean(),
    cutAfter: fc.option(fc.nat(3000), { freq: 5 }),
  })
  .map(({ body, zipped, cutAfter, ...rest }): FuzzRequest => {
    const zip = zipped || rest.headers['content-encoding'] === 'gzip';
    return { ...rest, body: zip ? gzipSync(body) : body, ...(cutAfter !== null && { cutAfter }) };
  });

const head = 'POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';

/** What is not even HTTP. */
const oddBytes = fc
  .oneof(
    fc.uint8Array({ minLength: 1, maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
    fc
      .constantFrom(
        'GET\r\n\r\n',
        `${head}Content-Length: 5\r\nContent-Length: 6\r\n\r\n{}`,
        `${head}Content-Length: -1\r\n\r\n{}`,
        `${head}Content-Length: 99999999999999999999\r\n\r\n{}`,
        `${head}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}`,
        `${head}Transfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n`,
        `${head}X: ${'x'.repeat(100_000)}\r\n\r\n`,
        `${head}Content-Length: 2\r\n\r\n{}`.repeat(50),
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
      )
      .map((text) => Buffer.from(text)),
  )
  .map((raw): FuzzRequest => ({ method: '', path: '', headers: {}, body: '', raw }));

/** Most are what the API server may send; the others are what nobody should. */
export const fuzzRequests: Arbitrary<FuzzRequest> = fc.oneof(
  {
    weight: 380,
    arbitrary: post(
      oddReviews.map(({ body }) => body),
      true,
    ),
  },
  { weight: 380, arbitrary: post(possibleReviews, true) },
  { weight: 100, arbitrary: post(oddEnvelopes, false) },
  { weight: 60, arbitrary: post(mangled, false) },
  { weight: 30, arbitrary: post(junk, false) },
  { weight: 40, arbitrary: oddHttp },
  { weight: 8, arbitrary: oddBytes },
  {
    weight: 2,
    arbitrary: post(
      fc.constantFrom(...huge).map((make) => make()),
      true,
    ),
  },
  {
    weight: 1,
    arbitrary: post(
      fc.constant(9 * mebibyte).map((size) => Buffer.alloc(size, 'x')),
      false,
    ),
  },
);
