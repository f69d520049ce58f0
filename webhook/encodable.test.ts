import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import type { Certificate, CertificateSpec } from '../api/certificate/certificate.ts';
import { largestRequest, leastRequestSize } from '../api/certificate/request-size.ts';
import { certificateRules } from '../api/certificate/rules/index.ts';
import { createCsr, csrWantedFrom } from '../pki/csr.ts';
import { generateKey } from '../pki/key.ts';
import { certificateCandidate } from '../pki/candidates.ts';

const denials = certificateRules.filter(({ severity }) => severity === 'deny');

function isLetIn(spec: CertificateSpec): boolean {
  const metadata = { name: 'shop', namespace: 'web' };
  const candidate = certificateCandidate({ metadata, spec } satisfies Certificate);
  return denials.every((rule) => rule.check(candidate).length === 0);
}

/** Texts made of parts that matter to the syntax, and some of anything. */
const textOf = (...parts: readonly string[]) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 4 }) },
    {
      weight: 6,
      arbitrary: fc
        .array(fc.constantFrom(...parts, 'a', '.', '-', '0', ' '), { minLength: 1, maxLength: 4 })
        .map((chosen) => chosen.join('')),
    },
  );
const listOf = (...parts: readonly string[]) => fc.array(textOf(...parts), { minLength: 1, maxLength: 2 });

const subtrees = fc.oneof(
  fc.record({ dnsDomains: listOf('shop', '.example', '_') }),
  fc.record({ ipRanges: listOf('10.0.0.0', '::1', '/8', '/33', '/') }),
  fc.record({ emailAddresses: listOf('ops', '@', '.example', '!') }),
  fc.record({ uriDomains: listOf('shop', '.example', '10') }),
  fc.constantFrom({}, { ipRanges: [] }, { dnsDomains: [''] }),
);
const constraints = fc.record({ permitted: subtrees, excluded: subtrees }, { requiredKeys: [] });

/** A legal Certificate with one member made up. */
const specs: fc.Arbitrary<CertificateSpec> = fc
  .oneof(
    fc.record({ commonName: textOf('shop', '\u00fc') }),
    fc.record({ dnsNames: listOf('shop', '*.', '_', '\u00fc') }),
    fc.record({ ipAddresses: listOf('192.0.2.7', '2001:db8::7', '::ffff:', '%eth0', ':') }),
    fc.record({ uris: listOf('spiffe://', 'shop', 'urn:', '%41', '#', '?', '/', '@', '[::1]', ':') }),
    fc.record({ emailAddresses: listOf('ops', '@', 'shop', '\u00fc', '[', ']', '"') }),
    fc.record({
      otherNames: fc.array(fc.record({ oid: textOf('1', '2', '.1', '39', '+'), utf8Value: textOf('x') })),
    }),
    fc.record({ literalSubject: textOf('CN=', 'O', ',', '+', '=', '\\', '#', '1.2=', 'FF', ';') }),
    fc.record({ nameConstraints: constraints, isCA: fc.constant(true) }),
  )
  .map((member) => ({ secretName: 's', issuerRef: { name: 'ca' }, dnsNames: ['shop.example'], ...member }));

describe('a Certificate that admission lets in', () => {
  it.prop([specs], { numRuns: 3000 })(
    'can be put into a certificate request',
    (spec) => {
      if (isLetIn(spec)) expect(() => csrWantedFrom(spec)).not.toThrow();
    },
    60_000,
  );

  it('is one in five of those that are tried', () => {
    const sample = fc.sample(specs, { seed: 1, numRuns: 1000 });

    expect(sample.filter(isLetIn).length).toBeGreaterThan(200);
  });
});

describe('the size of a certificate request', () => {
  const names = (count: number, length: number) =>
    Array.from({ length: count }, (_, index) => `${index}.`.padEnd(length, 'a'));

  it.each([
    ['RSA', 2048, names(3, 20)],
    ['Ed25519', 0, names(1400, 17)],
    ['ECDSA', 256, names(100, 200)],
    ['ECDSA', 521, names(1, 10)],
  ] as const)(
    'of a %s key of %i bits is guessed closely, and never too high',
    async (algorithm, size, dnsNames) => {
      const spec = {
        secretName: 's',
        issuerRef: { name: 'ca' },
        dnsNames,
        privateKey: { algorithm, size },
      } as const;
      const pem = await createCsr(csrWantedFrom(spec), await generateKey({ algorithm, size }));

      expect(leastRequestSize(spec)).toBeLessThanOrEqual(pem.length);
      expect(leastRequestSize(spec)).toBeGreaterThan(pem.length * 0.85 - 300);
    },
  );

  it('is what the webhook reads at most', async () => {
    const spec = { secretName: 's', issuerRef: { name: 'ca' }, dnsNames: names(1500, 17) };

    expect(leastRequestSize(spec)).toBeGreaterThan(largestRequest);
    await expect(
      createCsr(csrWantedFrom(spec), await generateKey({ algorithm: 'ECDSA', size: 256 })),
    ).rejects.toThrow('larger than the maximum');
  });
});
