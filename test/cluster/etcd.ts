import { join } from 'node:path';
import { toolPath } from '../../tools/toolchain.ts';
import { freePort } from './loopback.ts';
import { type RunningProcess, startProcess } from './process.ts';

export interface Etcd {
  readonly url: string;
  readonly process: RunningProcess;
  ready(): Promise<unknown>;
}

export async function startEtcd(dir: string): Promise<Etcd> {
  const url = `http://127.0.0.1:${await freePort()}`;
  const peerUrl = `http://127.0.0.1:${await freePort()}`;
  const process = startProcess({
    name: 'etcd',
    command: toolPath('etcd'),
    args: [
      '--name=test',
      `--data-dir=${join(dir, 'etcd')}`,
      `--listen-client-urls=${url}`,
      `--advertise-client-urls=${url}`,
      `--listen-peer-urls=${peerUrl}`,
      `--initial-advertise-peer-urls=${peerUrl}`,
      `--initial-cluster=test=${peerUrl}`,
      '--unsafe-no-fsync', // the data lives as long as the test
    ],
    logFile: join(dir, 'etcd.log'),
  });
  const isHealthy = async () => {
    const { ok } = await fetch(`${url}/health`, { signal: AbortSignal.timeout(2000) });
    return ok || undefined;
  };
  return { url, process, ready: () => process.ready('etcd', isHealthy) };
}
