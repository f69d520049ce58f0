import { X509Certificate } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Certificate } from '../../api/certificate/certificate.ts';
import { findCondition } from '../../api/conditions.ts';
import { secrets } from '../../api/secret.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  entry,
  rootAndCa,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';

const namespace = 'shop';
let scene: ControllerScene;
let controller: TestController;

beforeAll(async () => {
  scene = await startControllerScene(namespace);
  controller = await scene.start();
  await scene.apply(...rootAndCa);
  await scene.ready('root');
});

afterAll(async () => {
  await controller?.stop();
  await scene?.stop();
});

const password = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'pw' },
  stringData: { password: 'changeit' },
};
const passwordSecretRef = { name: 'pw', key: 'password' };

const full = certificateFor('full', {
  commonName: 'full.example.com',
  dnsNames: ['full.example.com', '*.full.example.com'],
  ipAddresses: ['192.0.2.7'],
  emailAddresses: ['ops@example.com'],
  uris: ['spiffe://example.com/full'],
  subject: { countries: ['NO'], organizations: ['Example'] },
  duration: '2160h',
  renewBefore: '360h',
  usages: ['server auth', 'client auth'],
  privateKey: { algorithm: 'ECDSA', size: 256, encoding: 'PKCS8', rotationPolicy: 'Never' },
  issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
  secretTemplate: { labels: { team: 'web' }, annotations: { note: 'kept' } },
  additionalOutputFormats: [{ type: 'DER' }, { type: 'CombinedPEM' }],
  keystores: {
    jks: { create: true, passwordSecretRef },
    pkcs12: { create: true, passwordSecretRef, profile: 'Modern2023' },
  },
});

describe('a certificate with every extra of the recording', () => {
  beforeAll(async () => {
    await scene.apply(full);
  });

  it('waits, and says for what, while the password is missing', async () => {
    const status = await waitFor('the obstacle', async () => {
      const found = await scene.certificate('full');
      const issuing = findCondition(found?.status?.conditions, 'Issuing');
      return issuing?.reason === 'KeystorePasswordSecretNotFound' ? issuing : undefined;
    });

    expect(status).toMatchObject({ status: 'True', message: 'JKS keystore password Secret "pw" not found' });
  });

  it('is stored with what was issued before once the password is there', async () => {
    await scene.apply(password);
    await scene.ready('full');

    expect((await scene.requests('full')).map(({ metadata }) => metadata.name)).toEqual(['full-1']);
  });

  it('has all entries, labels and annotations', async () => {
    const secret = await scene.secret('full');

    expect(Object.keys(secret.data ?? {}).toSorted()).toEqual([
      'ca.crt',
      'key.der',
      'keystore.jks',
      'keystore.p12',
      'tls-combined.pem',
      'tls.crt',
      'tls.key',
      'truststore.jks',
      'truststore.p12',
    ]);
    expect(secret.metadata.labels).toEqual({ 'controller.cert-manager.io/fao': 'true', team: 'web' });
    expect(secret.metadata.annotations).toEqual({
      'cert-manager.io/alt-names': 'full.example.com,*.full.example.com',
      'cert-manager.io/certificate-name': 'full',
      'cert-manager.io/common-name': 'full.example.com',
      'cert-manager.io/email-sans': 'ops@example.com',
      'cert-manager.io/ip-sans': '192.0.2.7',
      'cert-manager.io/issuer-group': 'cert-manager.io',
      'cert-manager.io/issuer-kind': 'Issuer',
      'cert-manager.io/issuer-name': 'ca',
      'cert-manager.io/subject-countries': 'NO',
      'cert-manager.io/subject-organizations': 'Example',
      'cert-manager.io/uri-sans': 'spiffe://example.com/full',
      note: 'kept',
    });
    expect(entry(secret, 'tls.key')).toMatch(/^-----BEGIN PRIVATE KEY-----/);
    expect(entry(secret, 'tls-combined.pem')).toBe(
      `${entry(secret, 'tls.key')}\n${entry(secret, 'tls.crt')}`,
    );
  });

  it('holds a PKCS#12 that openssl opens with the password', async () => {
    const { data } = await scene.secret('full');
    const input = Buffer.from(data?.['keystore.p12'] ?? '', 'base64');

    const shown = execFileSync('openssl', ['pkcs12', '-passin', 'pass:changeit', '-nodes'], {
      input,
      stdio: ['pipe', 'pipe', 'ignore'],
    }).toString();

    expect(shown).toContain('BEGIN PRIVATE KEY');
    expect(shown.match(/BEGIN CERTIFICATE/g)).toHaveLength(2);
  });
});

describe('a Secret whose form is changed in the spec', () => {
  const plain = certificateFor('formed');
  let serial: string;

  async function secretWhen(
    says: (data: readonly string[], labels: Certificate['metadata']['labels']) => boolean,
  ) {
    return waitFor('the Secret to change', async () => {
      const { data, metadata } = await scene.secret('formed');
      return says(Object.keys(data ?? {}), metadata.labels) || undefined;
    });
  }

  beforeAll(async () => {
    await scene.apply(plain);
    await scene.ready('formed');
    serial = new X509Certificate(entry(await scene.secret('formed'), 'tls.crt')).serialNumber;
  });

  it('gets labels and formats, and loses them again', async () => {
    const spec = {
      ...plain.spec,
      secretTemplate: { labels: { team: 'web' } },
      additionalOutputFormats: [{ type: 'DER' }],
    };
    await scene.apply({ ...plain, spec });
    await secretWhen((keys, labels) => keys.includes('key.der') && labels?.['team'] === 'web');

    await scene.apply({ ...plain, spec: { ...plain.spec, secretTemplate: {}, additionalOutputFormats: [] } });
    await secretWhen((keys, labels) => !keys.includes('key.der') && labels?.['team'] === undefined);

    expect(Object.keys((await scene.secret('formed')).data ?? {})).toHaveLength(3);
  });

  it('gets back what somebody took away', async () => {
    const patch = {
      metadata: {
        labels: { 'controller.cert-manager.io/fao': null },
        annotations: { 'cert-manager.io/alt-names': 'x' },
      },
    };
    await scene.plane.admin.patch(secrets, { namespace, name: 'formed-tls' }, patch);

    const metadata = await waitFor('our label', async () => {
      const found = (await scene.secret('formed')).metadata;
      return found.labels?.['controller.cert-manager.io/fao'] === 'true' ? found : undefined;
    });
    expect(metadata.annotations?.['cert-manager.io/alt-names']).toBe('formed.example.com');
  });

  it('was never issued again', async () => {
    expect(new X509Certificate(entry(await scene.secret('formed'), 'tls.crt')).serialNumber).toBe(serial);
    expect((await scene.certificate('formed'))?.status?.revision).toBe(1);
  });
});

describe('a certificate for an hour that is renewed 3,595 seconds before its end', () => {
  it('is renewed after five seconds, by a timer', async () => {
    await scene.apply(certificateFor('brief', { duration: '1h', renewBefore: '3595s' }));
    await scene.ready('brief');
    const before = await scene.writesAbout('brief');
    await scene.ready('brief', 2);

    expect((await scene.writesAbout('brief')).slice(before.length, before.length + 5)).toEqual([
      'update certificates/status',
      'create certificaterequests',
      'update certificaterequests/status',
      'patch secrets',
      'update certificates/status',
    ]);
  });
});

describe('two certificates with one Secret', () => {
  it('do not fight: the first is issued, the second says what is wrong', async () => {
    await scene.apply(certificateFor('first', { secretName: 'shared-tls' }));
    await waitFor('the first', async () => (await scene.certificate('first'))?.status?.revision);
    await scene.apply(certificateFor('second', { secretName: 'shared-tls' }));
    const ready = await waitFor('the second', async () =>
      findCondition((await scene.certificate('second'))?.status?.conditions, 'Ready'),
    );

    expect(ready).toMatchObject({ status: 'False', reason: 'IncorrectCertificate' });
    expect(await scene.requests('second')).toEqual([]);
  });

  it('hand it over when the first goes', async () => {
    await scene.plane.kubectlOrThrow(['delete', 'certificate', '-n', namespace, 'first']);

    const revision = await waitFor(
      'the second',
      async () => (await scene.certificate('second'))?.status?.revision,
    );
    expect(revision).toBe(1);
  });
});
