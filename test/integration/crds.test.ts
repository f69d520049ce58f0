import { readFileSync } from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { CustomResourceDefinition } from '../../api/core.ts';
import type { KubeObject } from '../../api/resource.ts';
import { validateSchema, type SchemaKind } from '../../api/validate.ts';
import { acmeSpec, issuer } from '../build/issuer.ts';
import { certificate } from '../build/certificate.ts';
import { certificateRequest } from '../build/certificate-request.ts';
import { challenge } from '../build/challenge.ts';
import { order } from '../build/order.ts';
import { startControlPlane, type ControlPlane } from '../cluster/control-plane.ts';

const crdFolder = new URL('../../charts/certloom/files/crds/', import.meta.url).pathname;
const recording = new URL('../fixtures/upstream-tape/final.json', import.meta.url);

let plane: ControlPlane;

async function getJson<T>(...args: readonly string[]): Promise<T> {
  return JSON.parse(await plane.kubectlOrThrow(['get', ...args, '-o', 'json'])) as T;
}

/** Creates an object, or only asks whether it could be. */
async function create(object: object, ...flags: readonly string[]) {
  return plane.kubectl(['create', '-f', '-', ...flags], { stdin: JSON.stringify(object) });
}

beforeAll(async () => {
  plane = await startControlPlane();
  await plane.kubectlOrThrow(['apply', '-f', crdFolder]);
  await plane.kubectlOrThrow(['wait', 'crd', '--all', '--for=condition=Established', '--timeout=30s']);
  await plane.kubectlOrThrow(['create', 'namespace', 'web']);
});
afterAll(() => plane.stop());

describe('the real API server', () => {
  it('takes all six CRDs without a complaint', async () => {
    const { items } = await getJson<{ items: CustomResourceDefinition[] }>('crd');
    const complaints = items.flatMap(({ metadata, status }) =>
      (status?.conditions ?? [])
        .filter(
          ({ type, status: holds }) => !(['Established', 'NamesAccepted'].includes(type) && holds === 'True'),
        )
        .map(({ type, message }) => `${metadata.name}: ${type} ${message}`),
    );

    expect(items).toHaveLength(6);
    expect(complaints).toEqual([]);
  });

  it('warns about nothing when they are applied again', async () => {
    const { stdout, stderr } = await plane.kubectl(['apply', '-f', crdFolder]);

    expect(
      stdout
        .trim()
        .split('\n')
        .filter((line) => !line.endsWith(' unchanged')),
    ).toEqual([]);
    expect(stderr).toBe('');
  });

  it('explains fields in words', async () => {
    const text = await plane.kubectlOrThrow(['explain', 'certificate.spec.renewBefore']);

    expect(text).toContain('How long before its end the certificate is renewed');
  });
});

describe('every object of the recording of cert-manager v1.21.1', () => {
  const kinds = ['Certificate', 'CertificateRequest', 'Issuer', 'Order', 'Challenge'] as const;
  const recorded = JSON.parse(readFileSync(recording, 'utf8')) as Record<string, KubeObject[]>;
  const objects = kinds.flatMap((kind) => (recorded[kind] ?? []).map((object) => ({ kind, object })));

  it('is taken by the API server and by our validators', async () => {
    const list = objects.map(({ object }) => {
      const { apiVersion, kind, metadata, ...members } = object;
      return { apiVersion, kind, metadata: { name: metadata.name, namespace: 'web' }, ...members };
    });
    const answer = await plane.kubectl(['apply', '--server-side', '--dry-run=server', '-f', '-'], {
      stdin: JSON.stringify({ apiVersion: 'v1', kind: 'List', items: list }),
    });

    expect(answer.stderr).toBe('');
    expect(objects.flatMap(({ kind, object }) => validateSchema(kind, object))).toEqual([]);
  });
});

describe('a stored object', () => {
  it('says that nobody has looked at it, from the moment it is created', async () => {
    const { stdout } = await create(certificate({ name: 'fresh', status: { revision: 3 } }), '-o', 'json');
    const fresh = await getJson<{ status?: object }>('certificate/fresh', '-n', 'web');

    expect((JSON.parse(stdout) as { status?: object }).status).toEqual({ observedGeneration: -1 });
    expect(fresh.status).toEqual({ observedGeneration: -1 });
  });

  it('keeps a status without observedGeneration as it is, as older controllers write it', async () => {
    await create(certificate({ name: 'older' }));
    const older = await getJson<object>('certificate/older', '-n', 'web');
    const args = ['replace', '--subresource=status', '-f', '-'];
    await plane.kubectlOrThrow(args, { stdin: JSON.stringify({ ...older, status: { revision: 1 } }) });
    const written = await getJson<{ status?: object }>('certificate/older', '-n', 'web');

    expect(written.status).toEqual({ revision: 1 });
  });

  it('loses unknown members, but not those in the config of a webhook solver', async () => {
    const config = { secretIdRef: { name: 'dnspod', key: 'id' }, list: [null, 1], ttl: null };
    const webhook = { groupName: 'acme.dnspod.com', solverName: 'dnspod', config, misspelt: true };
    await create(issuer({ name: 'dnspod', spec: acmeSpec({ dns01: { webhook } }) }), '--validate=false');
    const stored = await getJson<ReturnType<typeof issuer>>('issuer/dnspod', '-n', 'web');

    const { misspelt: _dropped, ...kept } = webhook;
    expect(stored.spec.acme?.solvers?.[0]?.dns01?.webhook).toEqual(kept);
  });

  it('gets the defaults upstream has, and no other', async () => {
    const gatewayHTTPRoute = {
      parentRefs: [{ name: 'public' }],
      podTemplate: { spec: { imagePullSecrets: [{}] } },
    };
    const spec = acmeSpec({ http01: { gatewayHTTPRoute } });
    await create(issuer({ name: 'gateway', spec }));
    const stored = await getJson<ReturnType<typeof issuer>>('issuer/gateway', '-n', 'web');

    const parentRefs = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }];
    const podTemplate = { spec: { imagePullSecrets: [{ name: '' }] } };
    expect(stored.spec).toEqual(
      acmeSpec({ http01: { gatewayHTTPRoute: { ...gatewayHTTPRoute, parentRefs, podTemplate } } }),
    );
  });
});

describe('kubectl', () => {
  it('shows the columns people know, under the short names', async () => {
    await create(certificate({ name: 'columns' }));
    const heads = async (...args: readonly string[]) =>
      (await plane.kubectlOrThrow(['get', ...args, '-n', 'web'])).split('\n')[0]?.trim().split(/\s+/);
    await create(certificateRequest());
    await create(order());
    await create(challenge());

    expect(await heads('cert')).toEqual(['NAME', 'READY', 'SECRET', 'AGE']);
    expect(await heads('cert', '-o', 'wide')).toEqual(['NAME', 'READY', 'SECRET', 'ISSUER', 'STATUS', 'AGE']);
    expect(await heads('cr')).toEqual(['NAME', 'APPROVED', 'DENIED', 'READY', 'ISSUER', 'REQUESTER', 'AGE']);
    expect(await heads('orders')).toEqual(['NAME', 'STATE', 'AGE']);
    expect(await heads('challenges')).toEqual(['NAME', 'STATE', 'DOMAIN', 'AGE']);
  });

  it('finds objects by their issuer, and all kinds by their category', async () => {
    await create(certificate({ name: 'by-issuer', spec: { issuerRef: { name: 'rare' } } }));
    const names = (...args: readonly string[]) =>
      plane.kubectlOrThrow(['get', ...args, '-n', 'web', '-o', 'name']);

    expect(await names('certificates', '--field-selector=spec.issuerRef.name=rare')).toBe(
      'certificate.cert-manager.io/by-issuer\n',
    );
    expect(await names('cert-manager-acme')).toContain('order.acme.cert-manager.io/');
  });
});

const venafi = (members: object) => ({ venafi: { zone: 'web', ...members } });

/** Objects at the borders of the schemas; whether they fit is what both sides must agree on. */
const borders: readonly [kind: SchemaKind, what: string, object: object][] = [
  ['Certificate', 'nothing but what is required', certificate()],
  [
    'Certificate',
    'members that are null',
    { ...certificate(), spec: { ...certificate().spec, dnsNames: null } },
  ],
  ['Certificate', 'an entry that is null', certificate({ spec: { dnsNames: [null as unknown as string] } })],
  ['Certificate', 'no spec', { ...certificate(), spec: undefined }],
  ['Certificate', 'an empty spec', { ...certificate(), spec: {} }],
  ['Certificate', 'a number that needs 33 bits', certificate({ spec: { renewBeforePercentage: 2 ** 31 } })],
  ['Certificate', 'a number with a fraction', certificate({ spec: { privateKey: { size: 2048.5 } } })],
  ['Certificate', 'an unknown usage', certificate({ spec: { usages: ['serverAuth' as 'server auth'] } })],
  [
    'Certificate',
    'an empty word for an enum',
    certificate({ spec: { privateKey: { algorithm: '' as 'RSA' } } }),
  ],
  ['CertificateRequest', 'a request that is not base64', certificateRequest({ spec: { request: 'a' } })],
  ['CertificateRequest', 'a request without padding', certificateRequest({ spec: { request: 'YQ' } })],
  ['CertificateRequest', 'a request on two lines', certificateRequest({ spec: { request: 'YWJj\nYWJj' } })],
  ['CertificateRequest', 'an empty request', certificateRequest({ spec: { request: '' } })],
  [
    'CertificateRequest',
    'attributes of the requester',
    certificateRequest({ spec: { extra: { a: ['b'] } } }),
  ],
  ['Issuer', 'an amount with a unit', withLimits({ cpu: '500m', memory: '64Mi' })],
  ['Issuer', 'an amount as a number', withLimits({ cpu: 2 })],
  ['Issuer', 'an amount that is none', withLimits({ cpu: '1 core' })],
  ['Issuer', 'an amount with a fraction', withLimits({ cpu: 0.5 })],
  ['Issuer', 'a port of 0', withPort(0)],
  ['Issuer', 'a port of 65535', withPort(65_535)],
  ['Order', 'no spec', { ...order(), spec: undefined }],
  ['Challenge', 'an unknown type', challenge({ spec: { type: 'TLS-ALPN-01' as 'DNS-01' } })],
];

function withLimits(limits: Record<string, string | number>): object {
  return issuer({
    spec: acmeSpec({ http01: { ingress: { podTemplate: { spec: { resources: { limits } } } } } }),
  });
}

function withPort(port: number): object {
  return issuer({ spec: acmeSpec({ http01: { gatewayHTTPRoute: { parentRefs: [{ name: 'gw', port }] } } }) });
}

describe('our validators and the API server agree on', () => {
  it.each(borders)('a %s with %s', async (kind, _what, object) => {
    const judged = { ...object, metadata: { name: 'judged', namespace: 'web' } };
    const { code, stderr } = await create(judged, '--dry-run=server', '--validate=false');

    expect({ fits: validateSchema(kind, object).length === 0, stderr }).toEqual({ fits: code === 0, stderr });
  });
});

describe('the one rule in CEL', () => {
  it.each([
    [venafi({ cloud: { apiTokenSecretRef: { name: 'token' } } }), 0],
    [venafi({}), 1],
    [
      venafi({
        cloud: { apiTokenSecretRef: { name: 'token' } },
        tpp: { url: 'https://t', credentialsRef: { name: 'c' } },
      }),
      1,
    ],
  ])('answers %j with exit code %i', async (spec, expected) => {
    const { code, stderr } = await create({ ...issuer(), spec }, '--dry-run=server');

    expect({ code, told: stderr.includes('exactly one of tpp, cloud or ngts must be set') }).toEqual({
      code: expected,
      told: expected === 1,
    });
  });
});
