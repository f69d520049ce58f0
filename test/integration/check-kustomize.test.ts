import { cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repository, toolPath } from '../../tools/toolchain.ts';
import { type CheckFolder, createCheckFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => {
  folder = createCheckFolder(dirname(toolPath('kustomize')));
  cpSync(join(repository, 'examples/krm'), join(folder.path, 'app'), { recursive: true });
});
afterEach(() => folder.remove());

function read(path: string): string {
  return readFileSync(join(folder.path, path), 'utf8');
}

const spoil = (): void =>
  folder.write('app/shop.yaml', read('app/shop.yaml').replace('spec:', 'spec:\n  duration: 30m # too short'));

describe('the check as a function of kustomize build', () => {
  const build = () => folder.run(['kustomize', 'build', '--enable-alpha-plugins', '--enable-exec', '.']);

  it('lets through what is right, as it would be without it', () => {
    const { status, stdout } = build();
    folder.write('app/kustomization.yaml', read('app/kustomization.yaml').replace(/transformers:.*/, ''));

    expect(status).toBe(0);
    expect(stdout).toBe(build().stdout);
  });

  it('stops what is wrong, and says what', () => {
    spoil();
    const { status, stdout, stderr } = build();

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('error: spec.duration: Invalid value: "30m": must be at least 1h');
  });
});

describe('the check as a function of kustomize fn run', () => {
  const runFunctions = () => {
    mkdirSync(join(folder.path, 'results'), { recursive: true });
    return folder.run(['kustomize', 'fn', 'run', '--enable-exec', '--results-dir', '../results', '.']);
  };

  it('leaves the files as they are, comments and all', () => {
    const files = readdirSync(join(folder.path, 'app'));
    const before = files.map((file) => read(`app/${file}`));

    expect(runFunctions().status).toBe(0);
    expect(files.map((file) => read(`app/${file}`))).toEqual(before);
  });

  it('reports results with severity, object, field and file', () => {
    spoil();
    const before = read('app/shop.yaml');
    const { status, stderr } = runFunctions();
    const [file = ''] = readdirSync(join(folder.path, 'results'));

    expect(status).toBe(1);
    expect(stderr).toContain('= rendered from shop.yaml');
    expect(parse(read(`results/${file}`))).toEqual([
      {
        message: 'spec.duration: Invalid value: "30m": must be at least 1h',
        severity: 'error',
        resourceRef: { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name: 'shop' },
        field: { path: 'spec.duration', currentValue: '30m' },
        file: { path: 'shop.yaml', index: 0 },
        tags: { rule: 'certificate/duration-is-an-hour-or-more' },
      },
    ]);
    expect(read('app/shop.yaml')).toBe(before);
  });
});

describe('the plugin of Argo CD, in a folder of kustomize', () => {
  const generate = () => folder.run(['/bin/sh', join(repository, 'examples/argocd/cmp/generate.sh')]);
  beforeEach(() => {
    const kustomization = read('app/kustomization.yaml').replace(/transformers:.*/, 'namePrefix: web-');
    folder.write('app/kustomization.yaml', `${kustomization}buildMetadata: [originAnnotations]\n`);
  });

  it('prints what kustomize builds', () => {
    const { status, stdout } = generate();

    expect(status).toBe(0);
    expect(parse(stdout)).toMatchObject({ kind: 'Certificate', metadata: { name: 'web-shop' } });
  });

  it('prints nothing and says what is wrong, and from which file', () => {
    spoil();
    const { status, stdout, stderr } = generate();

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('spec.duration: Invalid value');
    expect(stderr).toContain('= rendered from shop.yaml');
  });
});
