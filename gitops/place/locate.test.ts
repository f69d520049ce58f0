import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { texts, writeText } from '../../test/build/manifest-text.ts';
import { readManifests } from '../read/read-manifests.ts';
import { sourceOf } from '../source.ts';
import { positionAt } from './lines.ts';
import { createLocator, type Range } from './locate.ts';

function certificateIn(text: string) {
  const { manifests, faults } = readManifests(sourceOf('shop.yaml', text));
  const manifest = manifests.find(({ object }) => object.kind === 'Certificate');
  if (manifest === undefined) throw new Error(`no Certificate: ${faults.map((fault) => fault.text).join()}`);
  return manifest;
}

describe('the place of a field', () => {
  it.prop([texts], { numRuns: 250 })('is where the field was written, in whatever style', (style) => {
    const { text, stated } = writeText(style);
    const manifest = certificateIn(text);
    const locate = createLocator();
    const shown = (range: Range | undefined) =>
      range && ([range.start, manifest.source.text.slice(range.start, range.end)] as const);

    const found = stated.map(({ field, value }) => {
      const { place } = locate(manifest, field);
      return { field, key: shown(place.key), value: value && shown(place.value) };
    });

    expect(found).toEqual(stated.map(({ field, key, value }) => ({ field, key, value })));
  });

  it.prop([fc.array(fc.constantFrom('a', 'ü', '\u{1F600}', '\n', '\r\n', '\t'))])(
    'is counted in lines and columns as editors do',
    (parts) => {
      const text = parts.join('');
      const lines = text.split('\n');

      const { line, column } = positionAt(sourceOf('x', text), text.length);

      expect([line, column]).toEqual([lines.length, (lines.at(-1) ?? '').length + 1]);
    },
  );

  it.each([
    ['spec.duration', 'alias', '*year'],
    ['spec.privateKey.size', 'merge key', '*key'],
    ['spec.issuerRef.name', 'anchored map', '*ca'],
  ])('of %s is the alias, when it comes from an %s', (field, _, alias) => {
    const manifest = certificateIn(
      [
        'apiVersion: cert-manager.io/v1',
        'kind: Certificate',
        'metadata: { name: shop }',
        'x: [&year 8760h, &key { size: 1 }, &ca { name: ca }]',
        'spec: { duration: *year, privateKey: { <<: *key, algorithm: RSA }, issuerRef: *ca }',
      ].join('\n'),
    );

    const { depth, place } = createLocator()(manifest, field);

    expect(depth).toBe(field.split('.').length);
    expect(manifest.source.text.slice(place.value?.start, place.value?.end)).toBe(alias);
    expect(place.anchor).toBe(alias.slice(1));
  });

  it('of what is missing is that of what it is missing from', () => {
    const manifest = certificateIn('{"apiVersion":"cert-manager.io/v1","kind":"Certificate","spec":{"a":1}}');

    expect(createLocator()(manifest, 'spec.issuerRef.name')).toMatchObject({
      depth: 1,
      place: { key: { start: 56 } },
    });
  });

  it('leads into the items of a List, and into JSON objects that follow each other', () => {
    const list = 'apiVersion: v1\nkind: List\nitems:\n- kind: Secret\n  apiVersion: v1\n- ';
    const certificate = '{"kind": "Certificate", "apiVersion": "cert-manager.io/v1", "spec": {"a": 1}}';
    for (const before of [list, '{"kind": "Secret", "apiVersion": "v1"}\n']) {
      const manifest = certificateIn(before + certificate);

      expect(createLocator()(manifest, 'spec.a').place.key?.start).toBe(before.length + 69);
    }
  });
});
