import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from './commands.ts';

let folder = '';
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'check-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function read(path: string): string {
  return readFileSync(join(folder, path), 'utf8');
}

function run(args: readonly string[], stdin = '', env: NodeJS.ProcessEnv = {}) {
  let [out, err] = ['', ''];
  const code = runCommand(args, {
    cwd: folder,
    env,
    stdin: () => Buffer.from(stdin),
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    isTerminal: false,
  });
  return { code, out, err };
}

function rulesOf(out: string): readonly string[] {
  const { findings } = JSON.parse(out) as { readonly findings: readonly { readonly rule: string }[] };
  return findings.map(({ rule }) => rule);
}

const issuer =
  'apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: ca}\nspec: {ca: {secretName: ca}}\n';
const certificate = (more = '') =>
  `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: shop}\nspec:\n  secretName: shop-tls\n  dnsNames: [shop.example]\n  issuerRef: {name: ca}\n${more}`;

describe('certloom check', () => {
  it('ends with 0 when nothing is wrong', () => {
    write('a/shop.yaml', `${issuer}---\n${certificate()}`);

    expect(run(['.'])).toEqual({
      code: 0,
      out: '2 manifests in 1 file: 0 errors, 0 warnings, 0 notes\n',
      err: '',
    });
  });

  it('ends with 1 when something is, and says where', () => {
    write('a/shop.yaml', `${issuer}---\n${certificate('  duration: 30m\n')}`);
    const { code, out } = run(['.']);

    expect(code).toBe(1);
    expect(out).toContain(
      'a/shop.yaml:13:13: error: spec.duration: Invalid value: "30m": must be at least 1h',
    );
  });

  it.each([
    [['nowhere']],
    [['*.nothing']],
    [[]],
    [['.', '--fial-on=error']],
    [['.', '--fail-on', 'all']],
    [['.', '-o', 'xml']],
    [['explain', 'no/such-rule']],
    [['.', '--base', '--upload-pack']],
  ])('ends with 2 for %j', (args) => {
    const { code, out, err } = run(args);

    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/^certloom check: .+\n$/);
  });

  it('fails from the level on that it is told', () => {
    write('shop.yaml', `${issuer}---\n${certificate('  duration: 2160h\n')}`);

    expect(run(['.']).code).toBe(0);
    expect(run(['.', '--fail-on', 'note']).code).toBe(1);
    write('.certloom.yaml', 'failOn: note\n');
    expect(run(['.']).code).toBe(1);
  });

  it('reads standard input, and passes by what is not for it', () => {
    write('chart/Chart.yaml', 'name: x');
    write('chart/templates/x.yaml', 'cert-manager.io {{ if }}');
    write('tsconfig.json', '{ // comment\n}');

    expect(run(['-', '.'], certificate('  duration: 30m\n')).code).toBe(1);
    expect(run(['.']).code).toBe(0);
  });

  it('leaves out patches of kustomize, which are parts of objects', () => {
    write(
      'kustomization.yaml',
      'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches: [{path: patch.yaml}]\n',
    );
    write(
      'patch.yaml',
      'apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: {name: shop}\nspec: {duration: 48h0m0s}\n',
    );

    expect(run(['.'])).toMatchObject({ code: 0, out: expect.stringContaining('1 patch left out') as string });
  });

  it('does not judge what Flux will fill in, or SOPS has encrypted', () => {
    write('flux.yaml', certificate('  commonName: ${NAME}\n').replace('[shop.example]', "['${HOST}']"));
    write(
      'sops.yaml',
      `${issuer.replace('secretName: ca', 'secretName: "ENC[AES256_GCM,data:x]"')}sops: {mac: x}\n`,
    );

    expect(rulesOf(run(['flux.yaml', '-o', 'json']).out)).toContain('gitops/variables-are-substituted');
    expect(run(['.', '--flux-variables']).code).toBe(0);
  });

  it('reads a configuration above, and refuses one with a misspelt word', () => {
    write('a/.keep', '');
    write('b/shop.yaml', certificate('  duration: 30m\n'));
    write(
      '.certloom.yaml',
      'ignore: [{rules: [certificate/*], paths: [b/**], reason: it is old}]\nissuers: [Issuer/ca]\n',
    );

    expect(run(['.'])).toMatchObject({ code: 0, out: expect.stringContaining('1 ignored') as string });
    write('.certloom.yaml', 'ingore: []\n');
    expect(run(['.'])).toMatchObject({
      code: 2,
      err: 'certloom check: .certloom.yaml: there is no ingore (did you mean ignore?)\n',
    });
  });

  it('tells once of an issuer that is kept elsewhere', () => {
    write('a.yaml', certificate());
    write('b.yaml', certificate().replaceAll('shop', 'other'));

    expect(run(['.']).out).toContain('0 errors, 0 warnings, 1 note');
    expect(run(['.', '--issuer', 'Issuer/ca']).out).toContain('0 errors, 0 warnings, 0 notes');
  });

  it('does not hold against each other what goes to different clusters', () => {
    const one = certificate().replace('{name: shop}', '{name: shop, namespace: web}');
    write('clusters/dev/shop.yaml', one);
    write('clusters/prod/a/shop.yaml', one.replace('name: shop,', 'name: other,'));
    write('clusters/prod/shop.yaml', one);
    write('base/issuer.yaml', issuer.replace('{name: ca}', '{name: ca, namespace: web}'));

    expect(run(['.']).out).toContain('is the Secret of Certificate shop in clusters/dev/shop.yaml too');
    write('.certloom.yaml', 'clusters: [clusters/*]\n');
    const { out } = run(['.', '--no-color']);
    expect(out).toContain('clusters/prod/shop.yaml:5:15: error: spec.secretName: Duplicate value');
    expect(out).not.toContain('clusters/dev');
  });

  it('tells of what is ignored in the configuration for nothing, when all of its tree is checked', () => {
    write('b/shop.yaml', `${issuer}---\n${certificate()}`);
    write('.certloom.yaml', 'ignore:\n  - {rules: [gitops/no-hooks], paths: [b/**], reason: it is old}\n');

    expect(run(['.']).out).toContain(
      '.certloom.yaml:2:5: note: nothing here breaks gitops/no-hooks; leave it out',
    );
    expect(run(['b']).out).not.toContain('note:');
  });

  it('says of a word in a wrong place only what is wrong with it', () => {
    write('shop.yaml', `${issuer}---\n${certificate('  commonName: yes\n  isCA: yes\n')}`);

    expect(rulesOf(run(['.', '-o', 'json']).out)).toEqual([
      'certificate/fits-the-schema',
      'gitops/words-are-plain',
    ]);
  });

  it('says that it has not checked a template, and what to do', () => {
    write('t.yaml', issuer.replace('name: ca', 'name: {{ .Release.Name }} '));

    expect(run(['.'])).toMatchObject({
      code: 0,
      out: '0 manifests in 1 file: 0 errors, 0 warnings, 0 notes; 1 template of Helm not rendered, so not checked\nt.yaml is a template: check what it renders to, helm template . | certloom check -\n',
    });
    expect(run(['.', '-o', 'tap']).out).toContain('ok 1 - t.yaml # SKIP');
    expect(run(['.', '-o', 'junit']).out).toContain('<skipped message=');
    expect(run(['--filter', 't.yaml'])).toMatchObject({ code: 2, out: '' });
  });

  it('mends spellings, and touches nothing else', () => {
    const text = `${issuer}---\r\n${certificate('  duration: "2160h"   # 90 days\n  renewBefore: 360h\n')}`;
    write('shop.yaml', text);

    expect(run(['--fix', 'shop.yaml', '--fail-on', 'note']).code).toBe(0);
    expect(read('shop.yaml')).toBe(text.replace('2160h', '2160h0m0s').replace('360h', '360h0m0s'));
  });

  it('explains every rule that it lists', () => {
    const ids = run(['--list-rules'])
      .out.trim()
      .split('\n')
      .map((line) => line.split(/\s+/)[1] ?? '');

    for (const id of ids) expect(run(['explain', id])).toMatchObject({ code: 0, err: '' });
  });
});

describe('certloom check --base', () => {
  it('tells only what a change brings, and asks rules about changes', () => {
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@b', ...args], {
        cwd: folder,
        stdio: 'pipe',
      });
    write('shop.yaml', `${issuer}---\n${certificate('  duration: 30m\n')}`);
    git('init', '-q');
    git('add', '.');
    git('commit', '-qm', 'x');

    expect(run(['.', '--base', 'HEAD']).code).toBe(0);
    write('shop.yaml', `${issuer}---\n${certificate('  duration: 30m\n  revisionHistoryLimit: 0\n')}`);
    expect(rulesOf(run(['.', '--base', 'HEAD', '-o', 'json']).out)).toEqual([
      'certificate/revision-history-keeps-one',
    ]);
    write(
      'shop.yaml',
      `${issuer}---\n${certificate('  duration: 30m # certloom:ignore certificate/* old\n')}`,
    );
    expect(rulesOf(run(['.', '--base', 'HEAD', '-o', 'json']).out)).toEqual([]);
    expect(run(['.', '--base', 'nope']).code).toBe(2);
  });
});

describe('certloom check --filter', () => {
  it('prints what it was given, to the byte', () => {
    const text = `# kept\n${issuer}---\n${certificate()}`;

    expect(run(['--filter'], text)).toMatchObject({ code: 0, out: text });
  });

  it.each([
    [1, 'what is wrong', certificate('  duration: 30m\n')],
    [2, 'nothing', ''],
    [2, 'nothing but a comment', '# nothing\n'],
    [2, 'what cannot be read', `${issuer}---\nkind: [\n`],
  ])('prints nothing and ends with %i for %s', (code, _, text) => {
    expect(run(['--filter'], text)).toMatchObject({ code, out: '' });
  });
});
