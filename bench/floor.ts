import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { programEnvironment } from '../tools/bundle.ts';

export interface Floor {
  readonly pid: number;
  /** On 127.0.0.1. */
  readonly port: number;
  stop(): Promise<void>;
}

/** A process that answers reviews without looking at them: what a webhook is compared to on a machine that others use. */
export async function startFloor(): Promise<Floor> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'floor-server.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...programEnvironment },
  });
  const closed = once(child, 'close');
  const [line] = (await Promise.race([once(child.stdout, 'data'), closed])) as [unknown];
  const port = Number(String(line));
  if (child.pid === undefined || !(port > 0)) throw new Error('the floor did not start');
  return {
    pid: child.pid,
    port,
    async stop() {
      child.kill('SIGKILL');
      await closed;
    },
  };
}
