import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';

import { type BundledCertificate, isInDate, mergeCaBundles, readCaBundle } from './ca-bundle.ts';
import { createServingCa } from './serving.ts';

const now = new Date('2026-06-01T00:00:00Z');

/** A certificate by its name; it ends so many days from now. */
function ending(name: string, days: number): BundledCertificate {
  return { fingerprint: name, notAfter: new Date(now.getTime() + days * 86_400_000), pem: `${name}\n` };
}

const names = (bundle: readonly BundledCertificate[]) => bundle.map(({ fingerprint }) => fingerprint);

describe('a bundle that gets a new CA', () => {
  const [old, recent, expired] = [ending('old', 30), ending('recent', 400), ending('expired', -1)];

  it.each([
    ['keeps the one before, and puts the new one behind it', [old], [recent], ['old', 'recent']],
    ['is the new one where there was none', [], [recent], ['recent']],
    ['stays as it is where it has it already', [old, recent], [old], ['old', 'recent']],
    ['has each once', [old, old], [recent, recent], ['old', 'recent']],
    ['loses what has expired', [expired, old], [recent], ['old', 'recent']],
    ['does not gain what has expired', [old], [expired], ['old']],
    ['keeps one in its last second', [ending('last', 0)], [recent], ['last', 'recent']],
  ])('%s', (_, before, added, merged) => {
    expect(names(mergeCaBundles(before, added, now))).toEqual(merged);
  });
});

describe('whatever is merged', () => {
  const bundle = fc.array(
    fc
      .record({ name: fc.integer({ min: 0, max: 9 }), days: fc.constant(0) })
      // the same certificate always ends on the same day: odd ones have expired
      .map(({ name }) => ending(`ca-${name}`, name % 2 === 0 ? 10 : -10)),
    { maxLength: 8 },
  );

  test.prop([bundle, bundle])('has nothing twice and nothing expired', (before, added) => {
    const merged = mergeCaBundles(before, added, now);

    expect(new Set(names(merged)).size).toBe(merged.length);
    expect(merged.every((one) => isInDate(one, now))).toBe(true);
  });

  test.prop([bundle, bundle])('lacks nothing that is in date', (before, added) => {
    const wanted = names([...before, ...added].filter((one) => isInDate(one, now)));

    expect(new Set(names(mergeCaBundles(before, added, now)))).toEqual(new Set(wanted));
  });

  test.prop([bundle, bundle])('comes to rest', (before, added) => {
    const merged = mergeCaBundles(before, added, now);

    expect(mergeCaBundles(merged, added, now)).toEqual(merged);
    expect(mergeCaBundles(merged, before, now)).toEqual(merged);
  });

  test.prop([bundle, bundle])('has what was there first, in its order', (before, added) => {
    const kept = mergeCaBundles(before, [], now);

    expect(mergeCaBundles(before, added, now).slice(0, kept.length)).toEqual(kept);
  });
});

describe('the text of a bundle', async () => {
  const { certificatePem: one, keyPem } = await createServingCa(now, 3600);
  const { certificatePem: other } = await createServingCa(now, 7200);

  it('is read with comments, and line ends of any system', () => {
    const read = readCaBundle(`# the first\n${one}\nthe second:\r\n${other.replaceAll('\n', '\r\n')}`);

    expect(read.map(({ pem }) => pem)).toEqual([one.trim(), other.trim()].map((pem) => `${pem}\n`));
    expect(read.map(({ notAfter }) => notAfter.toISOString())).toEqual([
      '2026-06-01T01:00:00.000Z',
      '2026-06-01T02:00:00.000Z',
    ]);
  });

  it.each([
    ['nothing', ''],
    ['a newline, as scaffolds leave it', '\n'],
    ['a key', keyPem],
    ['base64 that is no certificate', '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n'],
    ['a certificate that is cut off', one.slice(0, 200)],
  ])('has no certificate in %s', (_, text) => {
    expect(readCaBundle(text)).toEqual([]);
  });

  it('gives those that can be read', () => {
    const broken = '-----BEGIN CERTIFICATE-----\nQUJD\n-----END CERTIFICATE-----\n';

    expect(readCaBundle(`${broken}${keyPem}${one}`)).toHaveLength(1);
  });
});
