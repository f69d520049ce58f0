import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle } from '../../tools/bundle.ts';
import { startProcess } from '../cluster/process.ts';

describe('the program as the image runs it', () => {
  let directory: string;
  let program: string;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'certloom-bundle-'));
    program = join(directory, 'certloom.js');
    await bundle(program);
  }, 60_000);

  afterAll(() => rm(directory, { recursive: true, force: true }));

  it.each(['controller', 'webhook', 'dns-solver', 'check'])('knows the role %s', (role) => {
    const { stdout, stderr } = spawnSync(process.execPath, [program, role, '--help'], { encoding: 'utf8' });

    expect(stderr).toBe('');
    expect(stdout).toContain(`certloom ${role}`);
  });

  it('does without what costs memory and is not needed', () => {
    const report = "process.on('exit', () => console.log(process.moduleLoadList.join('\\n')))";
    const { stdout } = spawnSync(
      process.execPath,
      ['--import', `data:text/javascript,${report}`, program, 'webhook', '--help'],
      { encoding: 'utf8', cwd: directory },
    );

    expect(stdout).toContain('NativeModule https');
    for (const module of ['internal/deps/undici/undici', 'http2', 'internal/deps/amaro/dist/index']) {
      expect(stdout.split('\n')).not.toContain(`NativeModule ${module}`);
    }
  });

  describe('with a kubeconfig that names a proxy', () => {
    let proxy: Server;
    const asked: string[] = [];

    beforeAll(async () => {
      proxy = createServer().on('connect', ({ url = '' }, socket) => {
        asked.push(url);
        socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
      });
      await once(proxy.listen(0, '127.0.0.1'), 'listening');
    });

    afterAll(() => proxy.close());

    it('reaches for the API server through it', async () => {
      const { port } = proxy.address() as AddressInfo;
      const kubeconfig = join(directory, 'kubeconfig');
      await writeFile(kubeconfig, kubeconfigWithProxy(`http://127.0.0.1:${port}`));
      const running = startProcess({
        name: 'certloom webhook',
        command: process.execPath,
        args: [program, 'webhook', `--kubeconfig=${kubeconfig}`, ...flags],
        logFile: join(directory, 'webhook.log'),
      });

      const server = await running.until('the proxy was asked', () => Promise.resolve(asked[0]));

      expect(server).toBe('api.example.com:6443');
      await running.stop();
    });
  });
});

const flags = [
  '--secure-port=0',
  '--healthz-port=0',
  '--metrics-listen-address=0',
  '--dynamic-serving-ca-secret-namespace=certloom',
  '--dynamic-serving-dns-names=webhook.certloom.svc',
  '--shutdown-delay-duration=0s',
];

function kubeconfigWithProxy(url: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'far', cluster: { server: 'https://api.example.com:6443', 'proxy-url': url } }],
    users: [{ name: 'us', user: { token: 'not-a-token' } }],
    contexts: [{ name: 'far', context: { cluster: 'far', user: 'us' } }],
    'current-context': 'far',
  });
}
