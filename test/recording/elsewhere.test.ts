import { X509Certificate, createPrivateKey } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import { differences } from './differences.ts';
import { elsewhere } from './elsewhere.ts';
import { finalObjects } from './scene.ts';
import { type RecordedObject, label } from './tape.ts';

const namespaces = ['ca', 'dns01', 'http01', 'fail'];
const recorded = namespaces.flatMap(finalObjects);
const now = new Date('2027-05-01T12:00:00.900Z');

describe('the last states of the recording, had it ended elsewhere at noon of 1 May', () => {
  let objects: readonly RecordedObject[];

  beforeAll(async () => {
    objects = await elsewhere(recorded, { now, acme: 'https://acme.example:14000/dir' });
  });

  const find = (namespace: string, which: string) =>
    objects.find((one) => one.metadata.namespace === namespace && label(one) === which);
  const entry = (namespace: string, secret: string, key: string) =>
    Buffer.from(find(namespace, `Secret ${secret}`)?.data?.[key] ?? '', 'base64');

  it.each(namespaces)('say the same in the namespace %s, but for the address of the CA', (namespace) => {
    const of = (all: readonly RecordedObject[]) => all.filter((one) => one.metadata.namespace === namespace);
    const others = differences(of(recorded), of(objects)).filter(({ path }) => path !== 'spec.acme.server');

    expect(others).toEqual([]);
  });

  it('have just happened: two minutes ago the CA refused a name, at noon the last certificate came', () => {
    expect(find('fail', 'Certificate refused-by-ca')?.status).toMatchObject({
      lastFailureTime: '2027-05-01T11:57:57Z',
    });
    expect(find('dns01', 'Certificate pair')?.status).toMatchObject({ notBefore: '2027-05-01T12:00:00Z' });
  });

  it('have keys that belong to their certificates, and chains that hold', () => {
    const pairs = [
      ['ca', 'root-tls'],
      ['ca', 'plain-tls'],
      ['ca', 'full-tls'],
      ['dns01', 'pair-tls'],
      ['http01', 'one-tls'],
    ] as const;
    for (const [namespace, secret] of pairs) {
      const certificate = new X509Certificate(entry(namespace, secret, 'tls.crt'));
      const key = createPrivateKey(entry(namespace, secret, 'tls.key'));

      expect(certificate.checkPrivateKey(key)).toBe(true);
    }
    const root = new X509Certificate(entry('ca', 'root-tls', 'tls.crt'));
    expect(new X509Certificate(entry('ca', 'full-tls', 'tls.crt')).verify(root.publicKey)).toBe(true);
  });

  it('tell in status when certificates begin and end', () => {
    const { validFromDate, validToDate } = new X509Certificate(entry('ca', 'full-tls', 'tls.crt'));
    const { notBefore, notAfter } = find('ca', 'Certificate full')?.status ?? {};

    expect([Date.parse(String(notBefore)), Date.parse(String(notAfter))]).toEqual([
      validFromDate.getTime(),
      validToDate.getTime(),
    ]);
  });
});
