import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { repository, toolPath } from '../../tools/toolchain.ts';
import { type RunningProcess, startProcess } from '../cluster/process.ts';
import { type CmpClient, connectToPlugin } from '../engines/cmp-client.ts';
import { type CheckFolder, createCheckFolder } from './check-folder.ts';

const issuer =
  'apiVersion: cert-manager.io/v1\nkind: Issuer\nmetadata: {name: ca}\nspec: {ca: {secretName: ca}} # kept\n';
const broken = issuer.replace('{ca: {secretName: ca}}', '{}');

let folder: CheckFolder;
let server: RunningProcess;
let plugin: CmpClient;

/** The sidecar's folder: the files of the example, where only the path of the script differs. */
function layOutConfig(): string {
  const config = join(folder.path, 'config');
  cpSync(join(repository, 'examples/argocd/cmp'), config, { recursive: true });
  const text = readFileSync(join(config, 'plugin.yaml'), 'utf8');
  writeFileSync(join(config, 'plugin.yaml'), text.replace('/home/argocd/cmp-server/config', config));
  return config;
}

beforeAll(async () => {
  folder = createCheckFolder();
  const [sockets, work] = [join(folder.path, 'plugins'), join(folder.path, 'work')];
  for (const path of [sockets, work]) mkdirSync(path);
  const programs = [join(folder.path, 'bin'), dirname(toolPath('kustomize')), dirname(toolPath('helm'))];
  server = startProcess({
    name: 'argocd-cmp-server',
    command: toolPath('argocd-cmp-server'),
    args: [`--config-dir-path=${layOutConfig()}`],
    env: {
      PATH: [...programs, '/usr/bin', '/bin'].join(':'),
      ARGOCD_PLUGINSOCKFILEPATH: sockets,
      ARGOCD_CMP_WORKDIR: work,
    },
    logFile: join(folder.path, 'cmp-server.log'),
  });
  const socket = join(sockets, 'certloom.sock');
  await server.ready('the plugin server', () => Promise.resolve(existsSync(socket) || undefined));
  plugin = connectToPlugin(socket);
});
afterAll(async () => {
  plugin.close();
  await server.stop(2);
  folder.remove();
});

/** An application of its own for every story. */
let app = '';
let stories = 0;
beforeEach(() => {
  stories += 1;
  app = `app-${stories}`;
});
const write = (path: string, text: string): void => folder.write(join(app, path), text);
const whole = (): string => join(folder.path, app);

describe("Argo CD's plugin server, with our plugin", () => {
  it('takes what has a configuration of the check, and nothing else', async () => {
    write('issuer.yaml', issuer);
    expect(await plugin.matches(whole())).toBe(false);

    write('.certloom.yaml', 'failOn: warning\n');
    expect(await plugin.matches(whole())).toBe(true);
  });

  it('hands on manifests that are right', async () => {
    write('issuer.yaml', issuer);
    const result = await plugin.generate(whole(), { ARGOCD_APP_NAME: 'shop' });

    expect(result).toEqual({ manifests: [expect.stringContaining('"secretName":"ca"') as string] });
  });

  it('says what is wrong in the words that Argo CD shows on the application', async () => {
    write('issuer.yaml', broken);
    const result = await plugin.generate(whole());

    expect(result).toEqual({
      error: expect.stringContaining(
        'issuer.yaml:4:1: error: spec: Required value: state what signs',
      ) as string,
    });
  });

  it('never takes an empty folder for an application without objects', async () => {
    write('README.md', '');

    expect(await plugin.generate(whole())).toEqual({
      error: expect.stringContaining('there are no manifests') as string,
    });
  });

  it('obeys the parameters of the application', async () => {
    write('issuer.yaml', `${issuer}status: {}\n`);

    expect(await plugin.generate(whole())).toHaveProperty('manifests');
    expect(await plugin.generate(whole(), { PARAM_FAIL_ON: 'warning' })).toHaveProperty('error');
  });

  it('renders with kustomize before it judges', async () => {
    write('kustomization.yaml', 'namePrefix: web-\nresources: [issuer.yaml]\n');
    write('issuer.yaml', issuer);

    expect(await plugin.generate(whole())).toEqual({
      manifests: [expect.stringContaining('"name":"web-ca"') as string],
    });
  });
});
