import { readFile } from 'node:fs/promises';

/** What the kernel knows of a process. */
export interface ProcessFigures {
  /** In user and kernel mode, since its start. */
  readonly cpuSeconds: number;
  /** Bytes that are in memory now. */
  readonly residentBytes: number;
}

/** Of `USER_HZ`, which Linux shows to programs as 100 on every architecture (proc(5)). */
const ticksPerSecond = 100;

export async function processFigures(pid: number): Promise<ProcessFigures> {
  const [stat, status] = await Promise.all([
    readFile(`/proc/${pid}/stat`, 'utf8'),
    readFile(`/proc/${pid}/status`, 'utf8'),
  ]);
  return { cpuSeconds: cpuSecondsOf(stat), residentBytes: residentBytesOf(status) };
}

/** Fields 14 and 15; the second, in parentheses, may hold blanks. */
export function cpuSecondsOf(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** `VmRSS`, which counts in KiB. */
export function residentBytesOf(status: string): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(status)?.[1];
  if (kibibytes === undefined) throw new Error('the process has no VmRSS: it has ended');
  return Number(kibibytes) * 1024;
}
