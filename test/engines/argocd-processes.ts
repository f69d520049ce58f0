import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { toolPath } from '../../tools/toolchain.ts';
import type { ControlPlane } from '../cluster/control-plane.ts';
import { freePort } from '../cluster/loopback.ts';
import { type RunningProcess, startProcess } from '../cluster/process.ts';

/** Starts redis, Argo CD's repo server and its application controller, as they run in a cluster. */
export async function startArgoProcesses(
  plane: ControlPlane,
  namespace: string,
  kubeconfig: string,
): Promise<readonly RunningProcess[]> {
  const dir = join(plane.dir, 'argocd');
  await mkdir(join(dir, 'tmp'), { recursive: true });
  const redis = await startRedis(dir);
  const repoServer = await startRepoServer(dir, redis.address);
  const controller = await startApplicationController({
    dir,
    namespace,
    kubeconfig,
    redis: redis.address,
    repoServer: repoServer.address,
  });
  return [controller, repoServer.process, redis.process];
}

interface Serving {
  readonly process: RunningProcess;
  /** `host:port`. */
  readonly address: string;
}

async function startRedis(dir: string): Promise<Serving> {
  const port = await freePort();
  const args = ['--bind', '127.0.0.1', '--port', `${port}`, '--save', '', '--appendonly', 'no', '--dir', dir];
  const logFile = join(dir, 'redis.log');
  const process = startProcess({ name: 'redis', command: 'redis-server', args, logFile });
  await process.ready('redis', () => answers(port));
  return { process, address: `127.0.0.1:${port}` };
}

async function startRepoServer(dir: string, redis: string): Promise<Serving> {
  const [port, metrics] = [await freePort(), await freePort()];
  const bin = join(dir, 'bin');
  await mkdir(bin);
  // Argo CD's image has it; without signatures to verify it has nothing to say
  await writeFile(join(bin, 'git-verify-wrapper.sh'), '#!/bin/sh\n', { mode: 0o755 });
  const process = startProcess({
    name: 'argocd-repo-server',
    command: toolPath('argocd'),
    args: [
      'repo-server',
      '--address=127.0.0.1',
      `--port=${port}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${metrics}`,
      '--disable-tls',
      `--redis=${redis}`,
    ],
    env: {
      TMPDIR: join(dir, 'tmp'),
      PATH: `${bin}:${globalThis.process.env['PATH'] ?? ''}`,
      ARGOCD_GPG_ENABLED: 'false',
      ARGOCD_ASK_PASS_SOCK: join(dir, 'ask-pass.sock'),
    },
    logFile: join(dir, 'repo-server.log'),
  });
  await process.ready('the repo server', () => answers(port));
  return { process, address: `127.0.0.1:${port}` };
}

async function startApplicationController(options: {
  readonly dir: string;
  readonly namespace: string;
  readonly kubeconfig: string;
  readonly redis: string;
  readonly repoServer: string;
}): Promise<RunningProcess> {
  const { dir, namespace, kubeconfig, redis, repoServer } = options;
  const metrics = await freePort();
  const process = startProcess({
    name: 'argocd-application-controller',
    command: toolPath('argocd'),
    args: [
      'application-controller',
      `--kubeconfig=${kubeconfig}`,
      `--namespace=${namespace}`,
      `--repo-server=${repoServer}`,
      '--repo-server-plaintext',
      `--redis=${redis}`,
      `--metrics-port=${metrics}`,
      '--persist-resource-health',
      '--app-resync=8', // seconds: a minute shows what hours would
      '--app-resync-jitter=0',
    ],
    env: { KUBECONFIG: kubeconfig, ARGOCD_FAKE_IN_CLUSTER: 'true', TMPDIR: join(dir, 'tmp') },
    logFile: join(dir, 'application-controller.log'),
  });
  await process.ready('the application controller', () => answers(metrics));
  return process;
}

/** Whether somebody listens there. */
function answers(port: number): Promise<true | undefined> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    }).once('error', reject);
  });
}
