import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../api/resource.ts';
import { crdKinds } from '../tools/generate/crd-kinds.ts';
import { crdOf } from '../tools/generate/crds.ts';
import { surfaceOf } from '../tools/generate/surface.ts';
import type { AdmissionRequest } from '../webhook/admission-review.ts';
import { createJudge } from '../webhook/judge.ts';
import { mutate } from '../webhook/mutate.ts';
import { legalManifests, nameOf } from './build/legal-manifests.ts';

const manifests = legalManifests();
const kindsInIt = crdKinds.filter(({ resource }) => manifests.some(({ kind }) => kind === resource.kind));
const judge = createJudge({ LiteralCertificateSubject: true, NameConstraints: true, OtherNames: true });
const appliedBy = { username: 'test-admin', groups: ['system:masters', 'system:authenticated'] };

/** What changes with the token of who applies, so that no file can hold it. */
const knownAtAdmissionOnly = ['spec.uid', 'spec.extra', 'spec.extra{}', 'spec.extra{}[]'];

function specOf(manifest: KubeObject): unknown {
  return (manifest as KubeObject & { readonly spec?: unknown }).spec;
}

/** Every path of the schema at which there is a value: entries of lists as `[]`, of maps as `{}`. */
function pathsOf(value: unknown, at: string, known: Readonly<Record<string, unknown>>): readonly string[] {
  if (Array.isArray(value)) return [at, ...value.flatMap((entry) => pathsOf(entry, `${at}[]`, known))];
  if (typeof value !== 'object' || value === null) return [at];
  const below = Object.entries(value).flatMap(([name, member]) => {
    const path = `${at}{}` in known ? `${at}{}` : `${at}.${name}`;
    return path in known ? pathsOf(member, path, known) : [];
  });
  return [at, ...below];
}

function creationOf(object: KubeObject): AdmissionRequest {
  const found = crdKinds.find(({ resource }) => resource.kind === object.kind);
  const { group = '', version = '', plural = '' } = found?.resource ?? {};
  return {
    uid: 'u',
    resource: { group, version, resource: plural },
    subResource: '',
    name: object.metadata.name ?? '',
    namespace: 'web',
    operation: 'CREATE',
    userInfo: appliedBy,
    dryRun: false,
    object,
  };
}

describe('the corpus of legal manifests', () => {
  it('has more than 200, each under a name of its own', () => {
    const names = manifests.map(nameOf);

    expect(names.length).toBeGreaterThan(200);
    expect(names).toEqual([...new Set(names)]);
  });

  it.each(kindsInIt)('states every field that the spec of a $resource.kind has', (kind) => {
    const alike = crdKinds.filter(({ schema }) => schema.spec === kind.schema.spec);
    const { paths } = surfaceOf(crdOf(kind));
    const stated = new Set(
      manifests
        .filter((manifest) => alike.some(({ resource }) => resource.kind === manifest.kind))
        .flatMap((manifest) => pathsOf(specOf(manifest), 'spec', paths)),
    );
    const missing = Object.keys(paths).filter((path) => /^spec\b/.test(path) && !stated.has(path));

    expect(missing.filter((path) => !knownAtAdmissionOnly.includes(path))).toEqual([]);
  });

  it('holds nothing that is refused', () => {
    const people = manifests.filter(({ kind }) => kind !== 'CertificateRequest'); // those are judged once stamped
    const told = people.flatMap((manifest) =>
      judge(creationOf(manifest)).violations.map(({ field }) => `${nameOf(manifest)}: ${field}`),
    );

    expect(told).toEqual([]);
  });

  it('is added to at admission, and never changed', () => {
    const operations = manifests.flatMap(
      (manifest) => (mutate(creationOf(manifest), { visibleDefaults: true }).patch ?? []) as { op: string }[],
    );

    expect(new Set(operations.map(({ op }) => op))).toEqual(new Set(['add']));
  });
});
