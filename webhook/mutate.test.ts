import { describe, expect, it } from 'vitest';
import type { AdmissionRequest } from './admission-review.ts';
import { mutate } from './mutate.ts';

const settings = { visibleDefaults: true };

function request(resource: string, spec: object, more: Partial<AdmissionRequest> = {}): AdmissionRequest {
  return {
    uid: 'u',
    resource: { group: 'cert-manager.io', version: 'v1', resource },
    subResource: '',
    name: 'shop',
    namespace: 'web',
    operation: 'CREATE',
    userInfo: { username: 'ann', uid: '7', groups: ['dev'], extra: { scopes: ['a'] } },
    dryRun: false,
    object: { metadata: { name: 'shop' }, spec } as AdmissionRequest['object'] & object,
    ...more,
  };
}

describe('a new Certificate', () => {
  it('gains absent keys and nothing else', () => {
    const { patch = [] } = mutate(
      request('certificates', { issuerRef: { name: 'ca' }, privateKey: { algorithm: 'ECDSA' } }),
      settings,
    );

    expect(patch.map((operation) => (operation as { op: string }).op)).toEqual(patch.map(() => 'add'));
    expect(patch).toContainEqual({ op: 'add', path: '/spec/privateKey/rotationPolicy', value: 'Always' });
    expect(patch).toContainEqual({ op: 'add', path: '/spec/issuerRef/kind', value: 'Issuer' });
  });

  it('is left alone when the defaults are switched off', () => {
    expect(
      mutate(request('certificates', { issuerRef: { name: 'ca' } }), { visibleDefaults: false }),
    ).toEqual({ allowed: true, patch: [] });
  });
});

describe('a new CertificateRequest', () => {
  it('is stamped with who asks, whatever it claimed', () => {
    const { patch } = mutate(request('certificaterequests', { username: 'root', request: 'eA==' }), settings);

    expect(patch).toHaveLength(4);
    expect(patch).toContainEqual({ op: 'replace', path: '/spec/username', value: 'ann' });
    expect(patch).toContainEqual({ op: 'add', path: '/spec/uid', value: '7' });
    expect(patch).toContainEqual({ op: 'add', path: '/spec/groups', value: ['dev'] });
    expect(patch).toContainEqual({ op: 'add', path: '/spec/extra', value: { scopes: ['a'] } });
  });

  it('loses extra that the requester does not have', () => {
    const { patch } = mutate(
      request('certificaterequests', { extra: { a: ['b'] } }, { userInfo: {} }),
      settings,
    );

    expect(patch).toContainEqual({ op: 'remove', path: '/spec/extra' });
    expect(patch).toContainEqual({ op: 'add', path: '/spec/groups', value: [] });
  });

  it('is not touched on an update', () => {
    expect(mutate(request('certificaterequests', {}, { operation: 'UPDATE' }), settings).patch).toEqual([]);
  });
});

describe('what is no object at all', () => {
  it.each([null, 'text', 7, []])('%j is let through for the schema to judge', (spec) => {
    expect(mutate(request('certificates', spec as object), settings)).toEqual({ allowed: true, patch: [] });
    expect(mutate(request('certificaterequests', spec as object), settings).allowed).toBe(true);
  });
});
