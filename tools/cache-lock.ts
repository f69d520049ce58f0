import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Waits until no other process holds the lock, and holds it then.
 *
 * `flock` of util-linux does the work: the kernel lets go of a lock when its process ends, however it ends.
 *
 * @param waiting is called once when the lock is not free
 * @returns lets go of it
 */
export async function takeLock(file: string, waiting: () => void): Promise<() => Promise<void>> {
  const holder = spawn('flock', [file, 'sh', '-c', 'echo locked && exec cat'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const patience = setTimeout(waiting, 200);
  const ended = once(holder, 'exit').then(() => false);
  const locked = once(holder.stdout, 'data').then(() => true);
  const held = await Promise.race([locked, ended]);
  clearTimeout(patience);
  if (!held) throw new Error(`flock could not lock ${file}`);
  return async () => {
    holder.stdin.end(); // cat ends with its input: also when this process is killed
    await ended;
  };
}
