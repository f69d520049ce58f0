import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { createCsr, csrWantedFrom, defaultCsrGates } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { run } from '../cluster/process.ts';
import { startedFor } from '../cluster/suite.ts';
import { startClusterWithWebhook } from './admission-support/cluster.ts';

const cluster = startedFor(() => startClusterWithWebhook({ webhook: { references: { enabled: false } } }));

async function csrFor(...dnsNames: readonly string[]): Promise<string> {
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const spec = { secretName: 'any', issuerRef: { name: 'any' }, dnsNames };
  return createCsr(csrWantedFrom(spec, defaultCsrGates), key);
}

function request(pem: string, spec: object = {}): KubeObject {
  const bytes = Buffer.from(pem).toString('base64');
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'CertificateRequest',
    metadata: { name: 'shop-1', namespace: 'web' },
    spec: { issuerRef: { name: 'ca' }, request: bytes, ...spec },
  } as KubeObject;
}

function order(pem: string, spec: object): KubeObject {
  const bytes = Buffer.from(pem).toString('base64');
  return {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Order',
    metadata: { name: 'shop-1-1', namespace: 'web' },
    spec: { issuerRef: { name: 'acme' }, request: bytes, ...spec },
  } as KubeObject;
}

async function kubectl(args: readonly string[], object: KubeObject): Promise<string> {
  const { stderr } = await cluster().plane.kubectl([...args, '-f', '-'], { stdin: JSON.stringify(object) });
  return stderr.trim().replace(/^Error from server \(Forbidden\): .* denied the request: /, 'denied: ');
}

const create = ['create', '--dry-run=server'];

describe('a new CertificateRequest', () => {
  it('is let in when it asks for what its CSR asks for', async () => {
    expect(await kubectl(create, request(await csrFor('shop.example')))).toBe('');
  });

  it.each([
    [
      { duration: '-1h' },
      'The CertificateRequest "shop-1" is invalid: spec.duration: Invalid value: must be more than 0s',
    ],
    [{ duration: '1s' }, 'Warning: spec.duration: is less than 5m'],
    [
      { usages: ['client auth'] },
      'denied: spec.request: Invalid value: csr key usages do not match specified usages: csr has key usages [digital signature, key encipherment], spec.usages and spec.isCA ask for []',
    ],
    [
      { isCA: true },
      'denied: spec.request: Invalid value: csr key usages do not match specified usages: csr has key usages [digital signature, key encipherment], spec.usages and spec.isCA ask for [digital signature, key encipherment, cert sign]',
    ],
  ])('with %j is not, or is doubted', async (spec, told) => {
    expect(await kubectl(create, request(await csrFor('shop.example'), spec))).toBe(told);
  });

  it('with a weak key, in a block of another name, is doubted', async () => {
    const { stdout } = await run('openssl', [
      'req',
      '-new',
      '-newkey',
      'rsa:1024',
      '-nodes',
      '-subj',
      '/CN=shop.example',
      '-keyout',
      '/dev/null',
      '-newhdr',
    ]);

    expect(await kubectl(create, request(stdout))).toBe(
      [
        'Warning: spec.request: the key of the csr is weak: RSA of 1024 bits',
        'Warning: spec.request: has the label NEW CERTIFICATE REQUEST, which some signers refuse',
      ].join('\n'),
    );
  });
});

describe('an Order', () => {
  it('is let in when it orders what its CSR asks for', async () => {
    expect(
      await kubectl(
        create,
        order(await csrFor('a.example', 'b.example'), { dnsNames: ['b.example', 'a.example'] }),
      ),
    ).toBe('');
  });

  it('is refused when it orders something else, or has no CSR', async () => {
    const csr = await csrFor('a.example', 'b.example');

    expect(await kubectl(create, order(csr, { dnsNames: ['a.example', 'c.example'] }))).toBe(
      'denied: 2 problems: spec.dnsNames: Invalid value: "c.example": is not in the csr; spec.dnsNames: Required value: the csr asks for b.example too',
    );
    expect(await kubectl(create, order('hi', { dnsNames: ['a.example'] }))).toBe(
      'denied: spec.request: Invalid value: failed to decode csr: error decoding certificate request PEM block',
    );
  });

  it('stays with the issuer that it was placed with', async () => {
    const placed = order(await csrFor('a.example'), { dnsNames: ['a.example'] });
    await kubectl(['create'], placed);
    const moved = {
      ...placed,
      spec: { ...(placed as { spec?: object }).spec, issuerRef: { name: 'other' } },
    };

    expect(await kubectl(['replace'], moved as KubeObject)).toBe(
      'The Order "shop-1-1" is invalid: spec.issuerRef: Forbidden: cannot be changed after creation',
    );
  });
});
