import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../api/certificate/defaults.ts';
import { plannedRenewal } from '../../controller/certificate/planned-renewal.ts';
import { issuingManager } from '../../controller/read-secret.ts';
import { rfc3339 } from '../../api/conditions.ts';
import { certificateRequests, certificates, issuers, orders } from '../../api/kinds.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import { encodeKey, generateKey } from '../../pki/key.ts';
import { repository } from '../../tools/toolchain.ts';
import {
  type ControllerScene,
  type TestController,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { type Minted, accountKeyHash, base64, mint } from '../cluster/mint.ts';

/** Any object, as far as the recording shows it. */
interface Recorded extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

type Final = Readonly<Record<string, readonly Recorded[]>>;

const final = JSON.parse(
  await readFile(join(repository, 'test/fixtures/upstream-tape/final.json'), 'utf8'),
) as Final;

/** What is at work there would go on: a challenge that is proven, an attempt whose rest is over, a server that is down. */
const atWork = /^(self-check|refused-by-ca|acme-down|account2)/;
/** Nobody hinders its approval where there is no admission webhook. */
const unapproved = 'external-1';
const recorded = (kind: string): readonly Recorded[] =>
  (final[kind] ?? []).filter(({ metadata }) => {
    const owner = metadata.ownerReferences?.[0]?.name ?? '';
    return !atWork.test(metadata.name ?? '') && !atWork.test(owner);
  });

const anHourAgo = new Date(Math.floor(Date.now() / 1000) * 1000 - 3_600_000);
const keyOf = ({ metadata }: KubeObject): string => `${metadata.namespace}/${metadata.name}`;

let scene: ControllerScene;
let controller: TestController | undefined;
/** By `namespace/name` of the Certificate. */
const minted = new Map<string, Minted>();
const uids = new Map<string, string>();

beforeAll(async () => {
  scene = await startControllerScene('ca');
  for (const namespace of ['dns01', 'http01', 'fail']) {
    await scene.plane.kubectlOrThrow(['create', 'namespace', namespace]);
  }
  await mintAll();
  for (const object of recorded('Certificate'))
    await put(certificates, withTimes(object as Certificate & Recorded));
  for (const object of recorded('CertificateRequest')) await put(certificateRequests, withContents(object));
  for (const object of recorded('Order')) await put(orders, withContents(object));
  for (const object of recorded('Secret')) await put(secrets, await withData(object));
  for (const object of recorded('Issuer')) await put(issuers, withAccount(object));
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

async function mintAll(): Promise<void> {
  const all = recorded('Certificate') as readonly (Certificate & Recorded)[];
  const root = all.find(({ metadata }) => metadata.name === 'root');
  if (root === undefined) throw new Error('no root was recorded');
  const ca = await mint(root.spec, anHourAgo);
  for (const one of all) minted.set(keyOf(one), one === root ? ca : await mint(one.spec, anHourAgo, ca));
}

/** Creates an object with new uids in its owner references, and puts its status back. */
async function put<T extends KubeObject>(resource: Resource<T>, object: Recorded): Promise<void> {
  const { status, metadata, ...rest } = object;
  const {
    uid: _uid,
    resourceVersion: _version,
    creationTimestamp: _time,
    generation: _generation,
    ...kept
  } = metadata;
  const ownerReferences = (kept.ownerReferences ?? []).map((owner) => ({
    ...owner,
    uid: uids.get(`${owner.kind} ${metadata.namespace}/${owner.name}`) ?? owner.uid,
  }));
  const { managedFields = [], ...plain } = kept;
  const restored = { ...rest, metadata: { ...plain, ownerReferences } } as KubeObject as T;
  const { admin } = scene.plane;
  // on create the API server takes no word about who owns which field; an apply in the manager's name is its own word
  const applied = managedFields.some(({ manager }) => manager === issuingManager);
  const created = applied
    ? await admin.apply(resource, restored, { fieldManager: issuingManager })
    : await admin.create(resource, restored);
  uids.set(`${object.kind} ${keyOf(object)}`, created.metadata.uid ?? '');
  if (status !== undefined) await scene.plane.admin.replaceStatus(resource, { ...created, status });
}

/** The Certificate that an object belongs to, through its owners' names. */
function certificateKeyFor({ metadata }: Recorded): string {
  const name =
    metadata.annotations?.['cert-manager.io/certificate-name'] ?? metadata.ownerReferences?.[0]?.name ?? '';
  return `${metadata.namespace}/${name.replace(/-\d+$/, '')}`;
}

function withTimes(object: Certificate & Recorded): Recorded {
  const own = minted.get(keyOf(object));
  if (own === undefined || object.status?.notAfter === undefined) return object;
  const renewal = plannedRenewal(object.spec, own.facts);
  const times = { notBefore: rfc3339(own.facts.notBefore), notAfter: rfc3339(own.facts.notAfter) };
  return {
    ...object,
    status: { ...object.status, ...times, ...(renewal && { renewalTime: rfc3339(renewal) }) },
  };
}

function withContents(object: Recorded): Recorded {
  const own = minted.get(certificateKeyFor(object));
  if (own === undefined) return object;
  const ca = minted.get('ca/root');
  const { status } = object;
  const contents = {
    ...(status?.['certificate'] !== undefined && { certificate: base64(own.pem) }),
    ...(status?.['ca'] !== undefined && { ca: base64(ca?.pem ?? '') }),
  };
  return {
    ...object,
    spec: { ...object.spec, request: base64(own.csr) },
    ...(status !== undefined && { status: { ...status, ...contents } }),
  };
}

async function withData(object: Recorded): Promise<Recorded> {
  const { data = {}, metadata } = object;
  const own = minted.get(certificateKeyFor(object));
  if (metadata.name === 'account')
    return { ...object, data: { 'tls.key': base64(await accountKeyFor(object)) } };
  if (own === undefined) return object;
  const der = Buffer.from(own.keyPem.replaceAll(/-----[^-]*-----/g, ''), 'base64').toString('base64');
  const values: Readonly<Record<string, string>> = {
    'tls.key': base64(own.keyPem),
    'tls.crt': base64(own.pem),
    'ca.crt': base64(minted.get('ca/root')?.pem ?? ''),
    'tls-combined.pem': base64(`${own.keyPem}\n${own.pem}`),
    'key.der': der,
  };
  const filled = Object.keys(data).map((name) => [name, values[name] ?? base64('a keystore')]);
  return { ...object, data: Object.fromEntries(filled) };
}

const accountKeys = new Map<string, string>();

async function accountKeyFor({ metadata }: Recorded): Promise<string> {
  const key = await generateKey(effectivePrivateKey({}));
  accountKeys.set(metadata.namespace ?? '', accountKeyHash(key));
  return encodeKey(key, 'PKCS1');
}

function withAccount(object: Recorded): Recorded {
  const lastPrivateKeyHash = accountKeys.get(object.metadata.namespace ?? '');
  const acme = object.status?.['acme'];
  if (acme === undefined || lastPrivateKeyHash === undefined) return object;
  return { ...object, status: { ...object.status, acme: { ...acme, lastPrivateKeyHash } } };
}

describe('what upstream left behind, put on a fresh cluster', () => {
  it('is taken over without an issuance and without a write', async () => {
    controller = await scene.start();
    await new Promise((resolve) => setTimeout(resolve, 3000));

    expect(await scene.writesAbout(unapproved)).toEqual(['update certificaterequests/status']);
    expect(await scene.writesAbout('')).toHaveLength(1);
    const requests = await scene.plane.admin.list(certificateRequests);
    expect(requests).toHaveLength(recorded('CertificateRequest').length);
  });

  it('is looked after from then on', async () => {
    await scene.plane.admin.delete(secrets, { namespace: 'ca', name: 'plain-tls' });

    await scene.ready('plain', 4);
    expect((await scene.requests('plain')).map(({ metadata }) => metadata.name)).toContain('plain-4');
  });
});
