import { beforeAll, describe, expect, it } from 'vitest';

import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import type { Order, OrderStatus } from '../../../api/order/order.ts';
import { type KubeObject, type Resource, keyOf } from '../../../api/resource.ts';
import { createCsr, csrWantedFrom, decodeCsr, defaultCsrGates } from '../../../pki/csr.ts';
import { generateKey } from '../../../pki/key.ts';
import { signCertificate } from '../../../pki/sign.ts';
import { createStore } from '../../../runtime/memory-store.ts';
import { certificateRequest } from '../../../test/build/certificate-request.ts';
import { acmeSpec, issuer } from '../../../test/build/issuer.ts';
import { createClaims } from '../../order/claims.ts';
import { orderIndexes } from '../../order/indexes.ts';
import { acmeSigner } from './signer.ts';

const now = new Date('2026-01-01T12:00:00Z');

async function csrFor(commonName: string | undefined, ...dnsNames: readonly string[]) {
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const spec = {
    secretName: 'shop-tls',
    issuerRef: { name: 'acme' },
    dnsNames,
    ...(commonName && { commonName }),
  };
  return { key, pem: await createCsr(csrWantedFrom(spec, defaultCsrGates), key) };
}

function requestOf(csr: string): CertificateRequest {
  return certificateRequest({
    metadata: { labels: { team: 'web' }, annotations: { 'cert-manager.io/certificate-name': 'shop' } },
    spec: { request: Buffer.from(csr).toString('base64'), issuerRef: { name: 'acme' } },
  });
}

/** A cluster that keeps Orders; the signer at work in it. */
function world() {
  const orders = createStore<Order>(orderIndexes);
  const inUse: { certificate?: string } = {};
  const deleted: string[] = [];
  let version = 100;
  const signer = acmeSigner({
    orders,
    claims: createClaims(),
    replaces: () => inUse.certificate,
    cluster: {
      create: <T extends KubeObject>(_resource: Resource<T>, object: T) => {
        version += 1;
        const metadata = { ...object.metadata, uid: `order-${version}`, resourceVersion: String(version) };
        return Promise.resolve({ ...object, metadata });
      },
      get: () => Promise.resolve(undefined),
      delete: (_resource, { name }) => {
        deleted.push(name);
        return Promise.resolve(true);
      },
    },
  });
  const setStatus = (status: OrderStatus) => {
    version += 1;
    for (const order of orders.list()) {
      orders.take({ ...order, status, metadata: { ...order.metadata, resourceVersion: String(version) } });
    }
  };
  const wish = (request: CertificateRequest) => ({
    request,
    issuer: issuer({ name: 'acme', spec: acmeSpec() }),
    kind: 'Issuer' as const,
    resourceNamespace: 'web',
    now,
  });
  return {
    orders,
    deleted,
    inUse,
    setStatus,
    sign: (request: CertificateRequest) => signer.sign(wish(request)),
    announce: (request: CertificateRequest) => signer.announce?.(wish(request)),
  };
}

describe('a request that an ACME issuer shall sign', () => {
  let csr: Awaited<ReturnType<typeof csrFor>>;
  beforeAll(async () => {
    csr = await csrFor(undefined, 'shop.example', '*.shop.example');
  });

  it('says which certificate it replaces, and has one Order whatever becomes of that one', async () => {
    const { sign, orders, inUse } = world();
    inUse.certificate = 'aYhba4dG.AIdlQyE';
    await sign(requestOf(csr.pem));
    expect(orders.list().map(({ spec }) => spec.replaces)).toEqual(['aYhba4dG.AIdlQyE']);

    delete inUse.certificate;
    await sign(requestOf(csr.pem));
    expect(orders.list()).toHaveLength(1);
  });

  it('gets an Order with its labels, annotations and names, and belongs to it', async () => {
    const { sign, announce, orders } = world();
    const request = requestOf(csr.pem);
    const message = announce(request);

    expect(await sign(request)).toEqual({ is: 'pending', reason: 'OrderCreated', message });
    const [order] = orders.list();
    expect(message).toBe(`Created Order resource ${order && keyOf(order)}`);
    expect(order).toMatchObject({
      metadata: {
        namespace: 'web',
        labels: { team: 'web' },
        annotations: { 'cert-manager.io/certificate-name': 'shop' },
        ownerReferences: [
          { kind: 'CertificateRequest', name: 'shop-1', controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: {
        dnsNames: ['shop.example', '*.shop.example'],
        issuerRef: { name: 'acme' },
        request: request.spec.request,
      },
    });
  });

  it('says the same while the Order is under way, so that nothing is written', async () => {
    const { sign, setStatus } = world();
    const first = await sign(requestOf(csr.pem));
    setStatus({ state: 'pending', url: 'https://acme.example/order/1' });

    expect(await sign(requestOf(csr.pem))).toEqual(first);
  });

  it('says what the Order waits for when that needs somebody', async () => {
    const { sign, setStatus, orders } = world();
    await sign(requestOf(csr.pem));
    setStatus({ state: 'pending', reason: 'no solver' });

    expect(await sign(requestOf(csr.pem))).toMatchObject({
      is: 'pending',
      message: `Waiting on certificate issuance from order ${orders.list().map(keyOf).join()}: "pending": no solver`,
    });
  });

  it('fails with the Order', async () => {
    const { sign, setStatus, orders } = world();
    await sign(requestOf(csr.pem));
    setStatus({ state: 'errored', reason: 'Failed to create Order: 400 no' });
    const name = orders.list()[0]?.metadata.name;

    expect(await sign(requestOf(csr.pem))).toEqual({
      is: 'failed',
      reason: 'OrderFailed',
      message: `Failed to wait for order resource "${name}" to become ready: order is in "errored" state: Failed to create Order: 400 no`,
    });
  });

  it('gets the certificate of the Order when it is for its key', async () => {
    const { sign, setStatus } = world();
    await sign(requestOf(csr.pem));
    const certificate = await selfSigned(csr);
    setStatus({ state: 'valid', certificate: Buffer.from(certificate).toString('base64') });

    expect(await sign(requestOf(csr.pem))).toEqual({ is: 'issued', certificate });
  });

  it('has the Order made anew when its certificate is for another key', async () => {
    const { sign, setStatus, deleted } = world();
    await sign(requestOf(csr.pem));
    const foreign = await selfSigned(await csrFor(undefined, 'shop.example'));
    setStatus({ state: 'valid', certificate: Buffer.from(foreign).toString('base64') });

    await expect(sign(requestOf(csr.pem))).rejects.toMatchObject({ reason: 'OrderUnusable', retry: true });
    expect(deleted).toHaveLength(1);
  });

  it('waits while an Order of an earlier request has the name', async () => {
    const { sign } = world();
    await sign(requestOf(csr.pem));
    const later = requestOf(csr.pem);

    await expect(sign({ ...later, metadata: { ...later.metadata, uid: 'another' } })).rejects.toMatchObject({
      message: 'found Order resource not owned by this CertificateRequest, retrying',
      retry: true,
    });
  });
});

describe('a request that no ACME issuer can sign', () => {
  it('has a common name that is none of its names', async () => {
    const { pem } = await csrFor('my-app', 'shop.example');

    expect(await world().sign(requestOf(pem))).toMatchObject({
      is: 'failed',
      reason: 'InvalidOrder',
      message: expect.stringContaining('requests a commonName that is not present in the list of dnsNames'),
    });
  });

  it('is no CSR', async () => {
    expect(await world().sign(certificateRequest())).toMatchObject({
      is: 'failed',
      reason: 'RequestParsingError',
    });
  });
});

async function selfSigned({ pem, key }: Awaited<ReturnType<typeof csrFor>>): Promise<string> {
  const signer = { certificate: 'self', key } as const;
  return signCertificate({
    csr: decodeCsr(pem),
    durationSeconds: 3600,
    usages: [],
    isCa: false,
    now,
    signer,
  });
}
