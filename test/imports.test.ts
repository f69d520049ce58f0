import { describe, expect, it } from 'vitest';
import { type Room, type SourceFile, importCycles, readSourceFiles, rooms } from '../tools/source-files.ts';

/** Who may import whom, beside itself. Services meet through `api/` and the Kubernetes API, never by import. */
const mayImport: Readonly<Record<Room, readonly Room[]>> = {
  api: [],
  pki: ['api'],
  runtime: ['api', 'pki'],
  dns: ['api', 'runtime'],
  webhook: ['api', 'pki', 'runtime'],
  'dns-solver': ['api', 'runtime', 'dns'],
  controller: ['api', 'pki', 'runtime', 'dns'],
  gitops: ['api', 'pki'], // not runtime: it works without a cluster
};

/** Libraries that one place adapts to our words; nobody else may know them. */
const adapters: readonly { readonly place: string; readonly only: RegExp; readonly libraries: RegExp }[] = [
  { place: 'api', only: /^api\//, libraries: /^(ajv|ajv-formats|typebox)(\/|$)/ },
  { place: 'pki', only: /^pki\//, libraries: /^(@peculiar\/|(reflect-metadata|asn1js|node-forge)(\/|$))/ },
  { place: 'runtime', only: /^runtime\//, libraries: /^@kubernetes\/client-node$/ },
  { place: 'webhook', only: /^webhook\//, libraries: /^fast-json-patch$/ },
  { place: 'controller/acme', only: /^controller\/acme\//, libraries: /^acme-client$/ },
  { place: 'dns-solver/app.ts', only: /^dns-solver\/app\.ts$/, libraries: /^express$/ },
];

const files = readSourceFiles(rooms);
const sources = files.filter(({ isTest }) => !isTest);

/** @returns `importer -> imported` for every import that `allowed` refuses */
function refused(
  of: readonly SourceFile[],
  allowed: (file: SourceFile, imported: { specifier: string; room: string | undefined }) => boolean,
): readonly string[] {
  return of.flatMap((file) =>
    file.imports
      .filter(({ specifier, file: target }) => !allowed(file, { specifier, room: target?.split('/')[0] }))
      .map(({ specifier }) => `${file.path} -> ${specifier}`),
  );
}

describe('the import table', () => {
  it.each(rooms)('holds for %s', (room) => {
    const allowed = new Set<string>([room, ...mayImport[room]]);
    const own = sources.filter(({ path }) => path.startsWith(`${room}/`));

    const ofVersion = ({ path }: SourceFile, specifier: string) =>
      path === 'api/version.ts' && specifier === '../package.json'; // the one place that says which release this is

    expect(
      refused(own, (file, { specifier, room: other }) => {
        return other === undefined || allowed.has(other) || ofVersion(file, specifier);
      }),
    ).toEqual([]);
  });

  it('lets tests use the builders and the test cluster, but no other room than their own may', () => {
    const tests = files.filter(({ isTest }) => isTest);
    const allowed = ({ path }: SourceFile, other: string) => {
      const room = path.split('/')[0] as Room;
      return other === 'test' || other === room || mayImport[room].includes(other as Room);
    };

    expect(refused(tests, (file, { room }) => room === undefined || allowed(file, room))).toEqual([]);
  });

  it.each(adapters)('lets nobody but $place use $libraries', ({ libraries, only }) => {
    const allowed = (path: string, specifier: string) => !libraries.test(specifier) || only.test(path);

    expect(refused(sources, ({ path }, { specifier }) => allowed(path, specifier))).toEqual([]);
  });

  it('lets only main.ts files read the environment', () => {
    const readers = sources.filter(({ text }) => text.includes('process.env')).map(({ path }) => path);

    expect(readers.filter((path) => !path.endsWith('/main.ts'))).toEqual([]);
  });

  it('has no cycles', () => {
    expect(importCycles(files)).toEqual([]);
  });
});
