import { X509Certificate } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ApiService, WebhookConfiguration } from '../api/registration.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { Secret } from '../api/secret.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { ApiError } from './api-error.ts';
import type { Cluster, JsonPatchOperation, ObjectName } from './cluster.ts';
import { silentLog } from './log.ts';
import { ensureServingCa } from './serving-ca.ts';
import { injectCaBundle } from './serving-ca-bundle.ts';
import { startOwnCertificate } from './serving-certificate.ts';

/** As much of an API server as serving certificates need: objects by kind and name, versions, conflicts. */
class ObjectShelf {
  readonly objects = new Map<string, KubeObject>();
  /** Every write, in order: verb, kind and name. */
  readonly writes: string[] = [];
  #version = 0;

  get<T extends KubeObject>({ kind }: Resource<T>, { name }: ObjectName): Promise<T | undefined> {
    return Promise.resolve(structuredClone(this.objects.get(`${kind}/${name}`)) as T | undefined);
  }

  async create<T extends KubeObject>(resource: Resource<T>, object: T): Promise<T> {
    await Promise.resolve();
    if (this.objects.has(keyOf(resource, object))) {
      throw new ApiError(409, { reason: 'AlreadyExists', message: 'already exists' });
    }
    return this.#store('create', resource, object);
  }

  async replace<T extends KubeObject>(resource: Resource<T>, object: T): Promise<T> {
    await Promise.resolve();
    const stored = this.objects.get(keyOf(resource, object));
    if (stored?.metadata.resourceVersion !== object.metadata.resourceVersion) {
      throw new ApiError(409, { reason: 'Conflict', message: 'the object has been modified' });
    }
    return this.#store('replace', resource, object);
  }

  async patch<T extends KubeObject>(
    resource: Resource<T>,
    name: ObjectName,
    operations: readonly JsonPatchOperation[],
  ): Promise<T> {
    const object = await this.get(resource, name);
    if (object === undefined) throw new ApiError(404, { reason: 'NotFound', message: 'not found' });
    for (const { op, path, value } of operations) {
      const [member = '', ...parents] = path.slice(1).split('/').reverse();
      let place = object as unknown as Record<string, unknown>;
      for (const parent of parents.reverse()) place = place[parent] as Record<string, unknown>;
      if (op === 'test') expect(place[member]).toBe(value);
      else place[member] = value;
    }
    return this.#store('patch', resource, object);
  }

  #store<T extends KubeObject>(verb: string, resource: Resource<T>, object: T): T {
    this.#version += 1;
    const metadata = { ...object.metadata, resourceVersion: String(this.#version) };
    const stored = { ...structuredClone(object), metadata };
    this.objects.set(keyOf(resource, object), stored);
    this.writes.push(`${verb} ${keyOf(resource, object)}`);
    return structuredClone(stored);
  }
}

function keyOf({ kind }: Resource, { metadata: { name = '' } }: KubeObject): string {
  return `${kind}/${name}`;
}

const caSecret = { namespace: 'certloom', name: 'serving-ca' };
const day = 24 * 3600;

let shelf: ObjectShelf;
let cluster: Cluster;
let clock: ManualClock;

beforeEach(() => {
  shelf = new ObjectShelf();
  cluster = shelf as unknown as Cluster;
  clock = new ManualClock('2026-01-01T00:00:00Z');
});

function secretData(key: string): string {
  const secret: Secret | undefined = shelf.objects.get('Secret/serving-ca');
  return Buffer.from(secret?.data?.[key] ?? '', 'base64').toString();
}

function lifetimeDays(pem: string): number {
  const { validFromDate, validToDate } = new X509Certificate(pem);
  return (validToDate.getTime() - validFromDate.getTime()) / 1000 / day;
}

describe('the CA of serving certificates', () => {
  it('is made once, and kept in a Secret where cainjector finds it too', async () => {
    const made = await ensureServingCa(cluster, caSecret, clock.now());
    const again = await ensureServingCa(cluster, caSecret, clock.now());

    expect(again).toEqual(made);
    expect(shelf.writes).toEqual(['create Secret/serving-ca']);
    expect(secretData('ca.crt')).toBe(secretData('tls.crt'));
    expect(secretData('tls.key')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(shelf.objects.get('Secret/serving-ca')?.metadata.annotations).toEqual({
      'cert-manager.io/allow-direct-injection': 'true',
    });
  });

  it('is one for all replicas, however many start at once', async () => {
    const all = await Promise.all([1, 2, 3].map(() => ensureServingCa(cluster, caSecret, clock.now())));

    expect(new Set(all.map(({ certificatePem }) => certificatePem)).size).toBe(1);
    expect(shelf.writes).toHaveLength(1);
  });

  it('is followed by another when two thirds of its life are over, and stays trusted beside it', async () => {
    const first = await ensureServingCa(cluster, caSecret, clock.now());
    await clock.advance(Math.ceil((lifetimeDays(first.certificatePem) * day * 2) / 3));

    const [second, asSeenByAnother] = await Promise.all([
      ensureServingCa(cluster, caSecret, clock.now()),
      ensureServingCa(cluster, caSecret, clock.now()),
    ]);

    expect(second).toEqual(asSeenByAnother);
    expect(second.certificatePem).not.toBe(first.certificatePem);
    expect(second.bundlePem).toBe(`${second.certificatePem.trim()}\n${first.certificatePem.trim()}\n`);
    expect(shelf.writes).toEqual(['create Secret/serving-ca', 'replace Secret/serving-ca']);
  });

  it.each([
    ['has lost its key', { 'tls.key': '' }],
    ['has a key of another', { 'tls.key': 'c29tZXRoaW5nIGVsc2U=' }],
    ['is not in its own bundle', { 'ca.crt': 'c29tZXRoaW5nIGVsc2U=' }],
  ])('is made anew when it %s', async (_, change) => {
    const broken = await ensureServingCa(cluster, caSecret, clock.now());
    const secret = shelf.objects.get('Secret/serving-ca') as Secret;
    shelf.objects.set('Secret/serving-ca', { ...secret, data: { ...secret.data, ...change } } as Secret);

    const mended = await ensureServingCa(cluster, caSecret, clock.now());

    expect(mended.bundlePem).toBe(mended.certificatePem);
    expect(mended.certificatePem).not.toBe(broken.certificatePem);
  });
});

describe('a caBundle', () => {
  const bundle = 'PEM\n';
  const encoded = Buffer.from(bundle).toString('base64');
  const service: ApiService = {
    metadata: { name: 'v1alpha1.acme.test' },
    spec: { group: 'acme.test', groupPriorityMinimum: 1000, versionPriority: 15 },
  };
  const target = { kind: 'APIService', name: 'v1alpha1.acme.test' } as const;

  it('is written into an APIService once', async () => {
    shelf.objects.set('APIService/v1alpha1.acme.test', service);

    expect(await injectCaBundle(cluster, target, bundle)).toBe('written');
    expect(await injectCaBundle(cluster, target, bundle)).toBe('unchanged');
    expect(shelf.objects.get('APIService/v1alpha1.acme.test')).toMatchObject({
      spec: { ...service.spec, caBundle: encoded },
    });
    expect(shelf.writes).toHaveLength(1);
  });

  it('is written into every webhook that has another, and nothing else is touched', async () => {
    const configuration: WebhookConfiguration = {
      metadata: { name: 'certloom' },
      webhooks: [
        { name: 'one', clientConfig: { caBundle: encoded, url: 'https://a/' }, sideEffects: 'None' },
        { name: 'two', clientConfig: { url: 'https://b/' }, sideEffects: 'None' },
      ],
    };
    shelf.objects.set('ValidatingWebhookConfiguration/certloom', configuration);

    await injectCaBundle(cluster, { kind: 'ValidatingWebhookConfiguration', name: 'certloom' }, bundle);

    expect(shelf.objects.get('ValidatingWebhookConfiguration/certloom')).toMatchObject({
      webhooks: [
        configuration.webhooks?.[0],
        { name: 'two', clientConfig: { url: 'https://b/', caBundle: encoded }, sideEffects: 'None' },
      ],
    });
  });

  it('waits for its object', async () => {
    expect(await injectCaBundle(cluster, target, bundle)).toBe('absent');
  });

  it.each([
    ['cainjector sees to it', { annotations: { 'cert-manager.io/inject-ca-from': 'a/b' } }, {}],
    ['verification is switched off', {}, { insecureSkipTLSVerify: true }],
  ])('is left alone where %s', async (_, metadata, spec) => {
    shelf.objects.set('APIService/v1alpha1.acme.test', {
      metadata: { ...service.metadata, ...metadata },
      spec: { ...service.spec, ...spec },
    } as ApiService);

    expect(await injectCaBundle(cluster, target, bundle)).toBe('foreign');
    expect(shelf.writes).toHaveLength(0);
  });
});

describe('a serving certificate of our own', () => {
  const ended = new AbortController();
  type Options = Parameters<typeof startOwnCertificate>[0];
  const start = (targets: Options['targets'] = [], lifetimeSeconds = 7 * day) =>
    startOwnCertificate({
      cluster,
      clock,
      log: silentLog,
      signal: ended.signal,
      caSecret,
      dnsNames: ['solver.certloom.svc', '127.0.0.1'],
      lifetimeSeconds,
      targets,
    });

  /** Lets what was started come to rest; making a key takes a moment of real time. */
  async function rest(seconds: number): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) {
      await clock.advance(seconds / 20);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  /** Making keys takes real time, and more of it on a busy machine. */
  async function eventually(condition: () => boolean): Promise<void> {
    for (let turn = 0; turn < 100 && !condition(); turn += 1) await rest(1);
    expect(condition()).toBe(true);
  }

  it('is there after a moment, for the names it was asked for, by the CA in the Secret', async () => {
    const source = start();
    await rest(1);
    await expect.poll(() => source.current()).toBeDefined();

    const leaf = new X509Certificate(source.current()?.certificatePem ?? '');
    expect(leaf.subjectAltName).toBe('DNS:solver.certloom.svc, IP Address:127.0.0.1');
    expect(leaf.verify(new X509Certificate(secretData('tls.crt')).publicKey)).toBe(true);
    expect(leaf.validToDate).toEqual(new Date('2026-01-08T00:00:00Z'));
  });

  it('is renewed when two thirds of its life are over', async () => {
    const source = start([], 3600); // and 5 minutes that it begins earlier: 65, of which 43 are two thirds
    await rest(1);
    await expect.poll(() => source.current()).toBeDefined();
    const first = source.current()?.certificatePem;

    await clock.advance(37 * 60);
    await rest(20);
    expect(source.current()?.certificatePem).toBe(first);

    await clock.advance(60);
    await expect.poll(() => source.current()?.certificatePem).not.toBe(first);
  });

  it('is told to the API server, and told again when somebody takes it away', async () => {
    const name = 'v1alpha1.acme.test';
    const service: ApiService = { metadata: { name }, spec: { groupPriorityMinimum: 1, versionPriority: 1 } };
    start([{ kind: 'APIService', name }]);
    await rest(1);

    shelf.objects.set(`APIService/${name}`, service);
    await rest(20);
    const told = shelf.objects.get(`APIService/${name}`) as ApiService;
    expect(Buffer.from(told.spec?.caBundle ?? '', 'base64').toString()).toBe(secretData('ca.crt'));

    shelf.objects.set(`APIService/${name}`, service);
    await rest(20);
    expect(shelf.objects.get(`APIService/${name}`)).toMatchObject({
      spec: { caBundle: told.spec?.caBundle },
    });
  });

  it('goes over to a new CA only when the API server has had 30 seconds to learn of it', async () => {
    const name = 'v1alpha1.acme.test';
    shelf.objects.set(`APIService/${name}`, {
      metadata: { name },
      spec: { groupPriorityMinimum: 1, versionPriority: 1 },
    } as ApiService);
    const source = start([{ kind: 'APIService', name }]);
    await eventually(() => source.current() !== undefined);
    const issuedBy = (pem: string) =>
      new X509Certificate(source.current()?.certificatePem ?? '').verify(new X509Certificate(pem).publicKey);
    const firstCa = secretData('tls.crt');

    // another replica, whose clock says that two thirds are over, makes the next CA
    const later = new Date(clock.now().getTime() + lifetimeDays(firstCa) * day * 700);
    const second = await ensureServingCa(cluster, caSecret, later);
    await rest(20);
    expect(issuedBy(firstCa)).toBe(true);
    expect(
      Buffer.from(
        (shelf.objects.get(`APIService/${name}`) as ApiService).spec?.caBundle ?? '',
        'base64',
      ).toString(),
    ).toBe(second.bundlePem);

    await rest(40);
    await eventually(() => issuedBy(second.certificatePem));
  });

  it('goes over to a new CA at once when the old one is not trusted any more', async () => {
    const source = start();
    await eventually(() => source.current() !== undefined);
    const first = source.current()?.certificatePem;

    shelf.objects.delete('Secret/serving-ca');
    await rest(12);
    await eventually(() => source.current()?.certificatePem !== first);

    const leaf = new X509Certificate(source.current()?.certificatePem ?? '');
    expect(leaf.verify(new X509Certificate(secretData('tls.crt')).publicKey)).toBe(true);
  });
});
