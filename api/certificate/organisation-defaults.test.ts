import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OrganisationDefaults, withOrganisationDefaults } from './organisation-defaults.ts';

const issuerRef = { name: 'letsencrypt', kind: 'ClusterIssuer' };
const elliptic: OrganisationDefaults = {
  privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Always' },
};

describe('a new Certificate', () => {
  it('gains what its author left out', () => {
    expect(withOrganisationDefaults({ dnsNames: ['a.example'] }, { issuerRef, ...elliptic })).toEqual({
      dnsNames: ['a.example'],
      issuerRef,
      privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Always' },
    });
  });

  it('keeps every word of what its author says', () => {
    const spec = { issuerRef: { name: 'ca' }, privateKey: { algorithm: 'RSA', rotationPolicy: 'Never' } };

    expect(withOrganisationDefaults(spec, { issuerRef, ...elliptic })).toBe(spec);
  });

  it.each([
    ['a size is for another algorithm', { privateKey: { size: 4096 } }],
    ['a signature tells which key is meant', { signatureAlgorithm: 'SHA256WithRSA' }],
  ])('keeps its kind of key when %s', (_, spec) => {
    expect(withOrganisationDefaults(spec, elliptic)).not.toHaveProperty('privateKey.algorithm');
  });

  it.each([
    [{ duration: '24h' }, { renewBefore: '240h' }, { duration: '24h' }],
    [{ duration: '480h' }, { renewBefore: '240h' }, { duration: '480h', renewBefore: '240h' }],
    [{ renewBeforePercentage: 20 }, { renewBefore: '240h' }, { renewBeforePercentage: 20 }],
    [{ renewBefore: '240h' }, { duration: '48h' }, { renewBefore: '240h' }],
    [{}, { duration: '48h', renewBefore: '24h' }, { duration: '48h', renewBefore: '24h' }],
  ])('with %j, where %j is the default, becomes %j', (spec, defaults, result) => {
    expect(withOrganisationDefaults(spec, defaults)).toEqual(result);
  });
});

describe('a stored Certificate', () => {
  it('goes on without what it lived without', () => {
    const spec = { dnsNames: ['b.example'], privateKey: { encoding: 'PKCS8' } };

    expect(withOrganisationDefaults(spec, elliptic, { dnsNames: ['a.example'] })).toBe(spec);
  });

  it('gets back what server-side apply took out, because the author never stated it', () => {
    const stored = { dnsNames: ['a.example'], issuerRef };

    expect(withOrganisationDefaults({ dnsNames: ['b.example'] }, { issuerRef }, stored)).toEqual({
      dnsNames: ['b.example'],
      issuerRef,
    });
  });
});

const some = (value: unknown) => fc.option(fc.constant(value), { nil: undefined });
const spec = fc.oneof(
  fc.anything(),
  fc.record(
    {
      issuerRef: some({ name: 'ca' }),
      duration: fc.constantFrom<unknown>('24h', '2160h', 'odd', null, 7),
      renewBefore: fc.constantFrom<unknown>('1h', '720h', '', null),
      renewBeforePercentage: some(33),
      privateKey: fc.constantFrom<unknown>({}, { algorithm: 'RSA' }, { size: 4096 }, null, [], 'x'),
      signatureAlgorithm: some('PureEd25519'),
    },
    { requiredKeys: [] },
  ),
);

/** Every path in an object, with what is there. */
function stated(value: unknown, path = ''): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, member]) => stated(member, `${path}/${key}`));
}

describe('whatever arrives', () => {
  const defaults = {
    issuerRef,
    duration: '720h',
    renewBefore: '240h',
    usages: ['any' as const],
    ...elliptic,
  };

  it('only gains keys, and a second time gains nothing', () => {
    fc.assert(
      fc.property(spec, fc.option(spec, { nil: undefined }), (after, before) => {
        const once = withOrganisationDefaults(after, defaults, before);

        expect(stated(once)).toEqual(
          expect.arrayContaining([...stated(after)].filter(([, v]) => v !== undefined)),
        );
        expect(withOrganisationDefaults(once, defaults, before)).toEqual(once);
        expect(withOrganisationDefaults(once, defaults, once)).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });
});
