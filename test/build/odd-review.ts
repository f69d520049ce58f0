import fc from 'fast-check';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { certificateRules } from '../../api/certificate/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { issuerRules } from '../../api/issuer/rules/index.ts';
import { newOrderRules, orderRules } from '../../api/order/rules/index.ts';

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
export const nested = (depth: number): string => `${'{"a":['.repeat(depth)}1${']}'.repeat(depth)}`;

/** JSON as text, so that it may hold what no object literal can. */
export const oddJson = fc.oneof(
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
export function spoilt(object: unknown, place: number, odd: string): string {
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

/** An AdmissionReview as the API server may send it, whose objects have odd values in some places. */
export const oddReviews = fc
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

/** What is no AdmissionReview at all. */
export const junk = fc.oneof(
  fc.json(),
  fc.string(),
  fc.uint8Array().map((bytes) => Buffer.from(bytes)),
  fc.constantFrom(nested(100_000), ''),
);
