import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repository, toolPath } from '../../tools/toolchain.ts';
import { type CheckFolder, createCheckFolder } from './check-folder.ts';

let folder: CheckFolder;
beforeEach(() => void (folder = createCheckFolder(dirname(toolPath('helm')))));
afterEach(() => folder.remove());

function readYaml(path: string): unknown {
  return parse(readFileSync(join(repository, path), 'utf8'));
}

const issuer =
  '# kept\napiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: ca}\nspec: {ca: {secretName: ca}}\n';
const broken = issuer.replace('spec: {ca: {secretName: ca}}', 'spec: {}');
const doubtful = `${issuer}status: {}\n`;

describe('the config management plugin of Argo CD', () => {
  const script = join(repository, 'examples/argocd/cmp/generate.sh');
  const generate = (env?: Readonly<Record<string, string>>) => folder.run(['/bin/sh', script], env);

  it('prints the manifests of a folder to the byte', () => {
    folder.write('app/issuer.yaml', issuer);

    expect(generate()).toMatchObject({ status: 0, stdout: issuer });
  });

  it.each([
    ['broken manifests', broken, {}],
    ['an empty folder', '', {}],
    ['a warning, when told to', doubtful, { PARAM_FAIL_ON: 'warning' }],
  ])('prints nothing and fails for %s', (_, text, env) => {
    folder.write('app/issuer.yaml', text);
    const { status, stdout, stderr } = generate(env);

    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it.each([
    ['exit 1', 'fails'],
    ['exit 0', 'renders nothing'],
  ])('fails where the rendering is `%s`', (rendering) => {
    folder.write('app/kustomization.yaml', '{}');
    folder.program('kustomize', rendering);
    const { status, stdout } = generate();

    expect(status).not.toBe(0);
    expect(stdout).toBe('');
  });

  const chart = 'apiVersion: v2\nname: app\nversion: 0.1.0\n';
  const template = issuer.replace('{name: ca}', '\n  name: {{ .Release.Name }}-{{ .Values.team }}');

  it('prints what a chart renders to, with the values that the Application names', () => {
    folder.write('app/Chart.yaml', chart);
    folder.write(
      'app/templates/issuer.yaml',
      `${template}{{ if .Capabilities.APIVersions.Has "x/v1" }}# x\n{{ end }}`,
    );
    folder.write('app/values-web.yaml', 'team: web\n');
    const { status, stdout } = generate({
      ARGOCD_APP_NAME: 'shop',
      KUBE_VERSION: '1.36.3',
      KUBE_API_VERSIONS: 'v1,x/v1',
      PARAM_VALUES: 'values-web.yaml',
    });

    expect(status).toBe(0);
    expect(stdout).toContain('name: shop-web');
    expect(stdout).toContain('# x');
  });

  it('prints nothing and fails for a chart that renders to something wrong', () => {
    folder.write('app/Chart.yaml', chart);
    folder.write('app/templates/issuer.yaml', template.replace('spec: {ca: {secretName: ca}}', 'spec: {}'));
    folder.write('app/values.yaml', 'team: web\n');
    const { status, stdout, stderr } = generate();

    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toContain('issuer/has-one-type');
  });

  it('announces its parameters under the names that its script reads', () => {
    const { spec } = readYaml('examples/argocd/cmp/plugin.yaml') as {
      readonly spec: { readonly parameters: { readonly static: readonly { readonly name: string }[] } };
    };
    const read = new Set(readFileSync(script, 'utf8').match(/PARAM_[A-Z_]+/g));
    const announced = spec.parameters.static.map(
      ({ name }) => `PARAM_${name.toUpperCase().replaceAll('-', '_')}`,
    );

    expect(new Set(announced)).toEqual(read);
  });

  it('is discovered by the name of the configuration file', () => {
    expect(readYaml('examples/argocd/cmp/plugin.yaml')).toMatchObject({
      kind: 'ConfigManagementPlugin',
      spec: { discover: { fileName: './.certloom.yaml' } },
    });
  });
});

describe('the hooks of pre-commit', () => {
  const hooks = readYaml('.pre-commit-hooks.yaml') as readonly {
    id: string;
    entry: string;
    language: string;
  }[];

  it.each(hooks)('$id ends with 1 for what is wrong and 0 for what is not', ({ entry }) => {
    folder.write('app/issuer.yaml', broken);
    expect(folder.run(entry.split(' ')).status).toBe(1);

    folder.write('app/issuer.yaml', issuer);
    expect(folder.run(entry.split(' ')).status).toBe(0);
  });
});

describe('the package', () => {
  /** As npm lays it out when it installs from Git: without what is built. */
  function installed(): string {
    const home = join(folder.path, 'node_modules/certloom');
    mkdirSync(home, { recursive: true });
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder.path];
    const file =
      execFileSync('npm', pack, { cwd: repository, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
    execFileSync('tar', [
      '-xzf',
      join(folder.path, file),
      '-C',
      home,
      '--strip-components=1',
      '--exclude=package/dist',
    ]);
    symlinkSync(join(repository, 'node_modules'), join(home, 'node_modules'));
    return join(home, 'bin/certloom');
  }

  it('runs where it was installed straight from Git, as pre-commit does it', () => {
    folder.write('app/issuer.yaml', broken);
    const command = installed();

    expect(folder.run([command, 'check', '.'])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('issuer.yaml:5:1: error: spec: Required value') as string,
      stderr: '',
    });
    for (const role of ['controller', 'webhook', 'dns-solver'])
      expect(folder.run([command, role, '--help']).stdout).toContain(`certloom ${role}`);
  });
});

describe('the GitHub Action', () => {
  interface Step {
    readonly id?: string;
    readonly run?: string;
  }
  const { runs } = readYaml('action.yml') as { readonly runs: { readonly steps: readonly Step[] } };
  const step = runs.steps.find(({ id }) => id === 'check')?.run ?? '';
  const inputs = { CONFIG: '', FAIL_ON: '', BASE: '', SARIF_FILE: '', PATHS: '.\n' };

  it('annotates, counts, sums up and writes SARIF', () => {
    folder.write('app/a b/issuer.yaml', broken);
    const files = {
      GITHUB_OUTPUT: join(folder.path, 'outputs'),
      GITHUB_STEP_SUMMARY: join(folder.path, 'summary.md'),
    };
    const { status, stdout } = folder.run(['bash', '-e', '-c', step], {
      ...inputs,
      ...files,
      ACTION: folder.path,
      PATHS: 'a b\n\n',
      SARIF_FILE: 'out.sarif',
    });

    expect(status).toBe(1);
    expect(stdout).toContain(
      '::error file=a b/issuer.yaml,line=5,endLine=5,col=1,endColumn=5,title=issuer/has-one-type::spec: Required',
    );
    expect(readFileSync(files.GITHUB_OUTPUT, 'utf8')).toBe('errors=1\nwarnings=0\nnotes=0\n');
    expect(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')).toContain('a b/issuer.yaml:5');
    expect(JSON.parse(readFileSync(join(folder.path, 'app/out.sarif'), 'utf8'))).toMatchObject({
      version: '2.1.0',
    });
  });
});
