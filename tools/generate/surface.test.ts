import { readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { crdDivergences } from './crd-divergences.ts';
import { crdKinds } from './crd-kinds.ts';
import { crdOf } from './crds.ts';
import { surfaceOf, type CrdSurface } from './surface.ts';

const fixture = new URL('../../test/fixtures/crd-surface.json', import.meta.url);
/** The six CRDs of cert-manager v1.21.1: every path with what other software relies on. */
const upstream = JSON.parse(readFileSync(fixture, 'utf8')) as Record<string, CrdSurface>;

const ours = crdKinds.map((kind) => {
  const crd = crdOf(kind);
  return { kind: kind.resource.kind, name: crd.metadata.name, surface: surfaceOf(crd) };
});

/** Upstream's surface, with the divergences of this kind put in. */
function expected(kind: string, name: string): CrdSurface | undefined {
  const theirs = upstream[name];
  const added = crdDivergences
    .filter(({ kinds }) => kinds.includes(kind))
    .map(({ path, added }) => [path, { ...theirs?.paths[path], ...added }] as const);
  return theirs && { ...theirs, paths: { ...theirs.paths, ...Object.fromEntries(added) } };
}

describe('our CRDs beside those of cert-manager v1.21.1', () => {
  it('are the same six', () => {
    expect(ours.map(({ name }) => name).sort()).toEqual(Object.keys(upstream).sort());
  });

  it.each(ours)('$name agrees in every path, but for the listed divergences', ({ kind, name, surface }) => {
    expect(surface.paths).toEqual(expected(kind, name)?.paths);
  });

  it.each(ours)(
    '$name agrees in names, columns, selectable fields and subresources',
    ({ kind, name, surface }) => {
      expect({ ...surface, paths: {} }).toEqual({ ...expected(kind, name), paths: {} });
    },
  );

  it('covers all 1,952 paths', () => {
    const paths = Object.values(upstream).flatMap((crd) => Object.keys(crd.paths));

    expect(paths).toHaveLength(1952);
  });
});

describe('the list of divergences', () => {
  it('names nothing that upstream says too: then it would be a change, not an addition', () => {
    const changed = ours.flatMap(({ kind, name }) =>
      crdDivergences
        .filter(({ kinds, path, added }) => {
          const theirs = upstream[name]?.paths[path] ?? {};
          return kinds.includes(kind) && Object.keys(added).some((keyword) => keyword in theirs);
        })
        .map(({ path }) => `${name}: ${path}`),
    );

    expect(changed).toEqual([]);
  });
});
