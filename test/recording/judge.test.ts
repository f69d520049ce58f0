import { describe, expect, it } from 'vitest';

import type { Difference } from './differences.ts';
import { type Listed, divergences } from './divergences.ts';
import { judge } from './judge.ts';
import { scenes } from './tape.ts';

const path = 'spec.issuerRef.kind';
const spelledOut: Difference = { object: 'Certificate plain', path, upstream: undefined, ours: 'Issuer' };
const list = (...differences: readonly Listed[]) => [{ what: 'a test', why: 'it is one', differences }];

describe('a difference', () => {
  it('is a fault unless it is listed', () => {
    expect(judge('ca', [spelledOut], []).unlisted).toEqual([spelledOut]);
  });

  it('may be listed for all objects of a kind', () => {
    const listed = list({ scenes: ['ca'], objects: 'Certificate *', path, ours: 'Issuer' });

    expect(judge('ca', [spelledOut], listed)).toEqual({ unlisted: [], gone: [] });
    expect(judge('fail', [spelledOut], listed).unlisted).toEqual([spelledOut]);
  });

  it('must be the one that is listed, to the value', () => {
    const listed = list({ scenes: ['ca'], objects: 'Certificate *', path, ours: 'ClusterIssuer' });

    expect(judge('ca', [spelledOut], listed).unlisted).toEqual([spelledOut]);
  });

  it('may be listed with an expression where its value is not the same every time', () => {
    const renamed: Difference = {
      object: 'Secret plain-a1b2c',
      path: 'metadata.name',
      upstream: 'plain-a1b2c',
      ours: 'plain-1-next',
    };
    const names = { upstream: /-[a-z0-9]{5}$/, ours: /-next$/ };
    const listed = list({ scenes: ['ca'], objects: 'Secret *', path: 'metadata.name', ...names });

    expect(judge('ca', [renamed], listed)).toEqual({ unlisted: [], gone: [] });
  });
});

describe('the list of differences', () => {
  it('must not name what is gone', () => {
    const entry: Listed = { scenes: ['ca'], objects: 'Certificate *', path, ours: 'Issuer' };

    expect(judge('ca', [], list(entry)).gone).toEqual([entry]);
    expect(judge('fail', [], list(entry)).gone).toEqual([]);
  });

  it('says why, once for each', () => {
    const whats = divergences.map(({ what }) => what);

    expect(new Set(whats).size).toBe(whats.length);
    for (const { why, differences } of divergences) {
      expect(why).toMatch(/\.$/);
      expect(differences.flatMap((entry) => entry.scenes).every((scene) => scenes.includes(scene))).toBe(
        true,
      );
    }
  });
});
