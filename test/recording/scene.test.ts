import { describe, expect, it } from 'vitest';

import { readScene } from './scene.ts';
import { label, readFinalObjects, readTape, scenes } from './tape.ts';

describe.each(scenes)('the scene %s of the recording', (name) => {
  it('ends with the objects that the list of last states has', () => {
    const there = new Set<string>();
    for (const { event, object } of readTape(name)) {
      if (event === 'DELETED') there.delete(label(object));
      else there.add(label(object));
    }
    const listed = readFinalObjects().filter(({ metadata }) => metadata.namespace === name);

    expect(there).toEqual(new Set(listed.map(label)));
  });
});

describe('the scene with a CA of its own', () => {
  const { manifests, phases, final } = readScene('ca');

  it('begins with what people applied', () => {
    expect(manifests.map(label)).toEqual([
      'Secret pw',
      'Issuer selfsigned',
      'Certificate root',
      'Issuer ca',
      'Certificate plain',
      'Certificate full',
    ]);
    expect(manifests[1]).toEqual({
      apiVersion: 'cert-manager.io/v1',
      kind: 'Issuer',
      metadata: { name: 'selfsigned', namespace: 'ca' },
      spec: { selfSigned: {} },
    });
  });

  it('goes on with a renewal, a change and a deletion', () => {
    expect(phases.map(({ step }) => step)).toEqual([
      undefined,
      { do: 'renew', certificate: 'plain' },
      {
        do: 'changeSpec',
        certificate: 'full',
        spec: { dnsNames: ['full.example.com', 'added.example.com'] },
      },
      { do: 'deleteSecret', secret: 'plain-tls' },
    ]);
  });

  it('comes to rest after each of them', () => {
    const revisions = phases.map(({ rest }) => [...rest.values()].map(({ revision }) => revision));

    expect([...(phases[0]?.rest.keys() ?? [])]).toEqual(['root', 'plain', 'full']);
    expect(revisions).toEqual([
      [1, 1, 1],
      [1, 2, 1],
      [1, 2, 2],
      [1, 3, 2],
    ]);
    expect(phases.flatMap(({ rest }) => [...rest.values()])).not.toContainEqual(
      expect.objectContaining({ issuing: true }),
    );
  });

  it('keeps two requests of the one that asks for a history of two', () => {
    expect(final.map(label).filter((name) => name.startsWith('CertificateRequest'))).toEqual([
      'CertificateRequest full-1',
      'CertificateRequest full-2',
      'CertificateRequest plain-3',
      'CertificateRequest root-1',
    ]);
  });
});

describe('the scene of failures', () => {
  const { manifests, phases, final } = readScene('fail');

  it('leaves out what HTTP-01 has to prove, with all that belongs to it', () => {
    expect([...manifests, ...final].filter((object) => label(object).includes('self-check'))).toEqual([]);
    expect(new Set(final.map(({ kind }) => kind))).toEqual(
      new Set(['Certificate', 'CertificateRequest', 'Issuer', 'Order', 'Secret']),
    );
  });

  it('ends with one Certificate that rests after a failure, and others that wait', () => {
    expect(phases).toHaveLength(1);
    expect(Object.fromEntries(phases[0]?.rest ?? [])).toEqual({
      'no-issuer': { revision: undefined, issuing: true, ready: false },
      'issuer-not-ready': { revision: undefined, issuing: true, ready: false },
      'refused-by-ca': { revision: undefined, issuing: false, ready: false },
      external: { revision: undefined, issuing: true, ready: false },
    });
  });
});
