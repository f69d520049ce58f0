import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withVisibleDefaults } from './made-visible.ts';

const written = { algorithm: 'RSA', encoding: 'PKCS1', rotationPolicy: 'Always' };
const usages = ['digital signature', 'key encipherment'];

describe('a Certificate that says only what it must', () => {
  it('is shown the defaults of the API', () => {
    expect(withVisibleDefaults({ secretName: 'shop-tls', issuerRef: { name: 'ca' } })).toEqual({
      secretName: 'shop-tls',
      issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
      privateKey: written,
      usages,
    });
  });
});

describe('a Certificate that says more', () => {
  it('keeps every stated value', () => {
    const spec = {
      privateKey: { algorithm: 'ECDSA', size: 384 },
      usages: [],
      issuerRef: { name: 'ca', kind: 'ClusterIssuer' },
    };

    expect(withVisibleDefaults(spec)).toEqual({
      privateKey: { ...written, algorithm: 'ECDSA', size: 384 },
      usages: [],
      issuerRef: { name: 'ca', kind: 'ClusterIssuer', group: 'cert-manager.io' },
    });
  });

  it.each([{ name: 'x', group: 'awspca.cert-manager.io' }, { name: 'x', kind: 'AWSPCAIssuer' }, null, 'ca'])(
    'leaves the foreign or broken reference %j alone',
    (issuerRef) => {
      expect(withVisibleDefaults({ issuerRef })).toMatchObject({ issuerRef });
    },
  );
});

describe('a Certificate that lived without usages', () => {
  it.each([{ secretName: 'b' }, { secretName: 'b', usages: [] }])(
    'is not given any on an update of %j',
    (before) => {
      expect(withVisibleDefaults({ secretName: 'a' }, before)).toEqual({
        secretName: 'a',
        privateKey: written,
      });
    },
  );
});

describe('anything', () => {
  test.prop([fc.jsonValue(), fc.jsonValue()])(
    'only gains map keys, and nothing the second time',
    (spec, before) => {
      const once = withVisibleDefaults(spec, before);

      expect(once).toMatchObject(spec as object);
      expect(withVisibleDefaults(once, before)).toEqual(once);
    },
  );
});
