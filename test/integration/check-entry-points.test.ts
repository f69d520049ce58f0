import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { repository, toolPath } from '../../tools/toolchain.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'entry-'));
  // What stands on PATH where these run: the command, on the Node of this test.
  const command = `#!/bin/sh\nexec ${process.execPath} ${join(repository, 'certloom.ts')} "$@"\n`;
  write('bin/certloom', command);
  chmodSync(join(folder, 'bin/certloom'), 0o755);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function readYaml(path: string): unknown {
  return parse(readFileSync(join(repository, path), 'utf8'));
}

function run(command: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const [program = '', ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: join(folder, 'app'),
    encoding: 'utf8',
    env: { PATH: `${join(folder, 'bin')}:/usr/bin:/bin`, ...env },
  });
  return { status, stdout, stderr };
}

const issuer =
  '# kept\napiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: ca}\nspec: {ca: {secretName: ca}}\n';
const broken = issuer.replace('spec: {ca: {secretName: ca}}', 'spec: {}');
const doubtful = `${issuer}status: {}\n`;

describe('the config management plugin of Argo CD', () => {
  const script = join(repository, 'examples/argocd/cmp/generate.sh');
  const generate = (env?: Readonly<Record<string, string>>) => run(['/bin/sh', script], env);

  it('prints the manifests of a folder to the byte', () => {
    write('app/issuer.yaml', issuer);

    expect(generate()).toMatchObject({ status: 0, stdout: issuer });
  });

  it.each([
    ['broken manifests', broken, {}],
    ['an empty folder', '', {}],
    ['a warning, when told to', doubtful, { PARAM_FAIL_ON: 'warning' }],
  ])('prints nothing and fails for %s', (_, text, env) => {
    write('app/issuer.yaml', text);
    const { status, stdout, stderr } = generate(env);

    expect(status).not.toBe(0);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  it.each([
    ['exit 1', 'fails'],
    ['exit 0', 'renders nothing'],
  ])('fails where the rendering is `%s`', (rendering) => {
    write('app/kustomization.yaml', '{}');
    write('bin/kustomize', `#!/bin/sh\n${rendering}\n`);
    chmodSync(join(folder, 'bin/kustomize'), 0o755);
    const { status, stdout } = generate();

    expect(status).not.toBe(0);
    expect(stdout).toBe('');
  });

  const chart = 'apiVersion: v2\nname: app\nversion: 0.1.0\n';
  const template = issuer.replace('{name: ca}', '\n  name: {{ .Release.Name }}-{{ .Values.team }}');
  const withHelm = () => ({
    PATH: [join(folder, 'bin'), dirname(toolPath('helm')), '/usr/bin:/bin'].join(':'),
  });

  it('prints what a chart renders to, with the values that the Application names', () => {
    write('app/Chart.yaml', chart);
    write(
      'app/templates/issuer.yaml',
      `${template}{{ if .Capabilities.APIVersions.Has "x/v1" }}# x\n{{ end }}`,
    );
    write('app/values-web.yaml', 'team: web\n');
    const { status, stdout } = generate({
      ...withHelm(),
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
    write('app/Chart.yaml', chart);
    write('app/templates/issuer.yaml', template.replace('spec: {ca: {secretName: ca}}', 'spec: {}'));
    write('app/values.yaml', 'team: web\n');
    const { status, stdout, stderr } = generate(withHelm());

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
    write('app/issuer.yaml', broken);
    expect(run(entry.split(' ')).status).toBe(1);

    write('app/issuer.yaml', issuer);
    expect(run(entry.split(' ')).status).toBe(0);
  });
});

describe('the package', () => {
  /** As npm lays it out when it installs from Git: without what is built. */
  function installed(): string {
    const home = join(folder, 'node_modules/certloom');
    mkdirSync(home, { recursive: true });
    const pack = ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder];
    const file =
      execFileSync('npm', pack, { cwd: repository, encoding: 'utf8' }).trim().split('\n').at(-1) ?? '';
    execFileSync('tar', [
      '-xzf',
      join(folder, file),
      '-C',
      home,
      '--strip-components=1',
      '--exclude=package/dist',
    ]);
    symlinkSync(join(repository, 'node_modules'), join(home, 'node_modules'));
    return join(home, 'bin/certloom');
  }

  it('runs where it was installed straight from Git, as pre-commit does it', () => {
    write('app/issuer.yaml', broken);
    const command = installed();

    expect(run([command, 'check', '.'])).toMatchObject({
      status: 1,
      stdout: expect.stringContaining('issuer.yaml:5:1: error: spec: Required value') as string,
      stderr: '',
    });
    for (const role of ['controller', 'webhook', 'dns-solver'])
      expect(run([command, role, '--help']).stdout).toContain(`certloom ${role}`);
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
    write('app/a b/issuer.yaml', broken);
    const files = { GITHUB_OUTPUT: join(folder, 'outputs'), GITHUB_STEP_SUMMARY: join(folder, 'summary.md') };
    const { status, stdout } = run(['bash', '-e', '-c', step], {
      ...inputs,
      ...files,
      ACTION: folder,
      PATHS: 'a b\n\n',
      SARIF_FILE: 'out.sarif',
    });

    expect(status).toBe(1);
    expect(stdout).toContain(
      '::error file=a b/issuer.yaml,line=5,endLine=5,col=1,endColumn=5,title=issuer/has-one-type::spec: Required',
    );
    expect(readFileSync(files.GITHUB_OUTPUT, 'utf8')).toBe('errors=1\nwarnings=0\nnotes=0\n');
    expect(readFileSync(files.GITHUB_STEP_SUMMARY, 'utf8')).toContain('a b/issuer.yaml:5');
    expect(JSON.parse(readFileSync(join(folder, 'app/out.sarif'), 'utf8'))).toMatchObject({
      version: '2.1.0',
    });
  });
});
