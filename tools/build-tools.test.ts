import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BuildOptions, CannotBuild, buildTools } from './build-tools.ts';
import { engines, tools } from './toolchain.ts';

/** Stands in for Go: notes that it was called, takes its time, and writes the file it was asked for. */
const fakeGo = `#!/bin/sh
[ "$1" = version ] && exit 0
[ "$3" = list ] && { echo "$MODULES"; exit 0; }
while [ "$1" != -o ]; do shift; done
echo "$(basename "$2")" >> "$CALLS"
case "$(basename "$2")" in "$FAILS") echo 'undefined: frobnicate'; exit 1;; esac
sleep "$TAKES"
echo '#!/bin/sh' > "$2" && chmod +x "$2"
`;

describe('building the tools of the test cluster', () => {
  let directory: string;
  let lines: string[];

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'certloom-build-tools-'));
    lines = [];
    await mkdir(join(directory, 'bin'));
    await executable(join(directory, 'bin', 'go'), fakeGo);
  });
  afterEach(() => rm(directory, { recursive: true, force: true }));

  async function executable(path: string, text: string): Promise<void> {
    await writeFile(path, text);
    await chmod(path, 0o755);
  }

  /** The fake reads its orders from the environment, which builds inherit from this process. */
  function build(
    more: Pick<BuildOptions, 'group' | 'signal'> & {
      takes?: string;
      fails?: string;
      env?: NodeJS.ProcessEnv;
    } = {},
  ) {
    process.env['CALLS'] = join(directory, 'calls');
    process.env['TAKES'] = more.takes ?? '0';
    process.env['FAILS'] = more.fails ?? 'none';
    process.env['MODULES'] = join(directory, 'modules');
    return buildTools({
      env: {
        PATH: `${join(directory, 'bin')}:${process.env['PATH']}`,
        XDG_CACHE_HOME: join(directory, 'cache'),
        ...more.env,
      },
      print: (line) => lines.push(line),
      progressSeconds: 0.05,
      ...(more.group !== undefined && { group: more.group }),
      ...(more.signal !== undefined && { signal: more.signal }),
    });
  }

  const calls = async () => (await readFile(join(directory, 'calls'), 'utf8')).trim().split('\n');
  const cached = async () =>
    (await readdir(join(directory, 'cache', 'certloom', 'tools'))).filter((name) => name !== 'lock');

  it('puts every tool into one directory, and finds them there the next time', async () => {
    const first = (await build()) ?? '';
    const second = await build();

    expect((await readdir(first)).sort()).toEqual(tools.map(({ name }) => name).sort());
    expect(second).toBe(first);
    expect(await calls()).toHaveLength(tools.length);
  });

  it('keeps the engines apart, which only some suites need', async () => {
    const cluster = await build();
    const crds = engines
      .flatMap((engine) => engine.crds?.paths ?? [])
      .map((path) => join(directory, 'modules', path));
    for (const crd of crds) {
      await mkdir(dirname(crd), { recursive: true });
      await writeFile(crd, 'kind: CustomResourceDefinition');
    }
    const both = await build({ group: 'engines' });

    expect(both).not.toBe(cluster);
    const expected = [...engines.map(({ name }) => name), ...crds.map((crd) => basename(crd))];
    expect((await readdir(both ?? '')).sort()).toEqual(expected.sort());
    expect(await calls()).toHaveLength(tools.length + engines.length);
  });

  it('says every few seconds that it is still at it', async () => {
    await build({ takes: '0.12' });

    expect(lines.filter((line) => line.startsWith('etcd: still building'))).not.toHaveLength(0);
  });

  it('builds each tool once when two builds start together', async () => {
    const [one, other] = await Promise.all([build({ takes: '0.1' }), build({ takes: '0.1' })]);

    expect(other).toBe(one);
    expect(await calls()).toHaveLength(tools.length);
    expect(lines).toContain('another build of the tools is running: waiting for it');
  });

  it('leaves nothing when it is interrupted', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 300);

    await expect(build({ takes: '0.2', signal: stop.signal })).rejects.toThrow('aborted');

    expect(await cached()).toEqual([]);
  });

  it('clears away what a build left that was killed', async () => {
    await mkdir(join(directory, 'cache', 'certloom', 'tools', 'partial-of-yesterday'), { recursive: true });

    await build();

    expect((await cached()).filter((name) => name.startsWith('partial-'))).toEqual([]);
  });

  it("shows the compiler's words when a tool does not build, and keeps nothing", async () => {
    await expect(build({ fails: 'etcd' })).rejects.toThrow('go could not build etcd:\nundefined: frobnicate');

    expect(await cached()).toEqual([]);
  });

  it('names both ways out when Go is missing', async () => {
    const missing = build({ env: { PATH: join(directory, 'empty') } });

    await expect(missing).rejects.toThrow(CannotBuild);
    await expect(missing).rejects.toThrow(/install Go 1\.26 or newer .*\n.* set KUBEBUILDER_ASSETS /);
  });

  it('leaves out what KUBEBUILDER_ASSETS provides', async () => {
    const assets = join(directory, 'assets');
    await mkdir(assets);
    for (const name of ['etcd', 'kube-apiserver', 'kubectl']) await executable(join(assets, name), '');

    await build({ env: { KUBEBUILDER_ASSETS: assets } });

    expect(await calls()).toEqual(['pebble', 'kube-controller-manager', 'helm']);
  });

  it('needs no Go when everything is provided', async () => {
    const assets = join(directory, 'assets');
    await mkdir(assets);
    for (const { name } of tools) await executable(join(assets, name), '');

    const built = await build({ env: { KUBEBUILDER_ASSETS: assets, PATH: join(directory, 'empty') } });

    expect(built).toBeUndefined();
  });
});
