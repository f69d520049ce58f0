import { describe, expect, it } from 'vitest';

import { differences } from './differences.ts';
import { readScene } from './scene.ts';
import { type RecordedObject, label, scenes } from './tape.ts';

/** The same scene in another cluster, at another time, with other keys in the Secrets. */
function elsewhere(objects: readonly RecordedObject[]): readonly RecordedObject[] {
  const text = JSON.stringify(objects)
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-/g, '00000000-0000-')
    .replaceAll('2026-11-24T', '2027-03-01T')
    .replaceAll('127.0.0.1:59451/my-order', '127.0.0.1:4711/my-order')
    .replaceAll(/<left out: [^>]*>/g, 'AAAA');
  return JSON.parse(text) as RecordedObject[];
}

/** The scene with one object changed. */
function changed(
  objects: readonly RecordedObject[],
  which: string,
  change: (object: RecordedObject) => RecordedObject,
): readonly RecordedObject[] {
  return objects.map((object) => (label(object) === which ? change(object) : object));
}

const ca = readScene('ca').final;
const fail = readScene('fail').final;

describe.each(scenes)('the scene %s, recorded elsewhere', (name) => {
  const { final } = readScene(name);

  it('differs only in how long certificates live that were moved in part', () => {
    const paths = differences(final, elsewhere(final)).map(({ path }) => path);

    expect(paths.filter((path) => !path.startsWith('status.life'))).toEqual([]);
  });

  it('does not differ from itself', () => {
    expect(differences(final, final)).toEqual([]);
  });
});

describe('a final state that is not the same', () => {
  it('tells a value, with the path to it', () => {
    const ours = changed(ca, 'Secret plain-tls', (secret) => ({
      ...secret,
      metadata: { ...secret.metadata, annotations: { ...secret.metadata.annotations, note: 'ours' } },
    }));

    expect(differences(ca, ours)).toEqual([
      { object: 'Secret plain-tls', path: 'metadata.annotations.note', upstream: undefined, ours: 'ours' },
    ]);
  });

  it('tells a key of a Secret that is not there, but not what a key holds', () => {
    const ours = changed(ca, 'Secret full-tls', (secret) => {
      const { 'key.der': _, ...data } = secret.data ?? {};
      return { ...secret, data: { ...data, 'keystore.jks': 'AAAA' } };
    });

    expect(differences(ca, ours)).toEqual([
      { object: 'Secret full-tls', path: 'data[key.der]', upstream: '<bytes>', ours: undefined },
    ]);
  });

  it('tells an object that is not there, and one too many', () => {
    const without = ca.filter((object) => label(object) !== 'CertificateRequest full-1');

    expect(differences(ca, without)).toMatchObject([
      { object: 'CertificateRequest full-1', path: '', ours: undefined },
    ]);
    expect(differences(without, ca)).toMatchObject([
      { object: 'CertificateRequest full-1', path: '', upstream: undefined },
    ]);
  });

  it('tells an owner of the wrong uid', () => {
    const ours = changed(ca, 'CertificateRequest root-1', (request) => ({
      ...request,
      metadata: {
        ...request.metadata,
        ownerReferences: (request.metadata.ownerReferences ?? []).map((one) => ({ ...one, uid: 'gone' })),
      },
    }));

    expect(differences(ca, ours)).toMatchObject([
      {
        object: 'CertificateRequest root-1',
        path: 'metadata.ownerReferences',
        upstream: [{ uid: 'Certificate ca/root' }],
        ours: [{ uid: 'of nobody here' }],
      },
    ]);
  });

  it('tells conditions member by member, and their order on its own', () => {
    const ours = changed(fail, 'Certificate no-issuer', (certificate) => {
      const conditions = (certificate.status?.conditions ?? [])
        .toReversed()
        .map((one) => (one.type === 'Ready' ? { ...one, reason: 'Another' } : one));
      return { ...certificate, status: { ...certificate.status, conditions } };
    });

    expect(differences(fail, ours)).toEqual([
      {
        object: 'Certificate no-issuer',
        path: 'status.conditionOrder',
        upstream: ['Issuing', 'Ready'],
        ours: ['Ready', 'Issuing'],
      },
      {
        object: 'Certificate no-issuer',
        path: 'status.conditions.Ready.reason',
        upstream: 'DoesNotExist',
        ours: 'Another',
      },
    ]);
  });

  it('tells a certificate with other names in it', () => {
    const other = ca.find((object) => label(object) === 'Secret full-tls')?.data?.['tls.crt'] ?? '';
    const ours = changed(ca, 'Secret plain-tls', (secret) => ({
      ...secret,
      data: { ...secret.data, 'tls.crt': other },
    }));

    expect(differences(ca, ours)).toMatchObject([
      {
        object: 'Secret plain-tls',
        path: 'data[tls.crt].chain',
        upstream: [{ dnsNames: ['plain.example.com'] }],
        ours: [{ dnsNames: ['full.example.com', 'added.example.com'] }],
      },
    ]);
  });
});

describe('names that are computed', () => {
  const renamedKey = (name: string) =>
    JSON.parse(JSON.stringify(fail).replaceAll('no-issuer-9j6s4', name)) as RecordedObject[];

  it('are one difference, not one at each place where they stand', () => {
    expect(differences(fail, renamedKey('no-issuer-1-next'))).toEqual([
      {
        object: 'Secret no-issuer-9j6s4',
        path: 'metadata.name',
        upstream: 'no-issuer-9j6s4',
        ours: 'no-issuer-1-next',
      },
    ]);
  });

  it('are different objects when they are not as computed', () => {
    const found = differences(fail, renamedKey('no-issuer-1-other')).map(({ object }) => object);

    expect(new Set(found)).toEqual(
      new Set([
        'Certificate no-issuer',
        'CertificateRequest no-issuer-1',
        'Secret no-issuer-9j6s4',
        'Secret no-issuer-1-other',
      ]),
    );
  });

  it('are followed into messages', () => {
    const order = fail.find(({ kind }) => kind === 'Order');
    const issuerRef = { name: 'acme', kind: 'Issuer', group: 'cert-manager.io' };
    const ours = changed(fail, 'Order refused-by-ca-1-134641165', (one) => ({
      ...one,
      spec: { ...one.spec, issuerRef },
    }));
    const renamed = JSON.parse(
      JSON.stringify(ours).replaceAll('refused-by-ca-1-134641165', 'refused-by-ca-1-3355680749'),
    ) as RecordedObject[];

    expect(order?.metadata.name).toBe('refused-by-ca-1-134641165');
    expect(differences(fail, renamed).map(({ path }) => path)).toEqual([
      'metadata.name',
      'spec.issuerRef.group',
      'spec.issuerRef.kind',
    ]);
  });
});
