import { type AuditEvent, isWrite } from '../test/cluster/audit.ts';
import type { Arena } from './arena.ts';
import { processFigures } from './process-figures.ts';
import type { Figure } from './suite.ts';

/** What some work on certificates took, for each of them. */
export async function costOf(
  arena: Arena,
  each: number,
  work: () => Promise<void>,
): Promise<readonly Figure[]> {
  const auditedBefore = (await arena.plane.auditEvents()).length;
  const before = await cpuSecondsIn(arena);
  await work();
  const after = await cpuSecondsIn(arena);
  const audited = (await arena.plane.auditEvents()).slice(auditedBefore);
  const cpu = (['controller', 'webhook', 'API server'] as const).map((whose): Figure => {
    return { name: `${whose} CPU each`, value: ((after[whose] - before[whose]) * 1000) / each, unit: 'ms' };
  });
  return [...requestFigures(ownRequests(arena, audited), each), ...cpu];
}

export async function memoryFigures({ controller, webhook }: Arena): Promise<readonly Figure[]> {
  const megabytes = async (pid: number) => Math.round((await processFigures(pid)).residentBytes / 1e6);
  return [
    { name: 'controller resident set', value: await megabytes(controller().pid), unit: 'MB' },
    { name: 'webhook resident set', value: await megabytes(webhook.pid), unit: 'MB' },
  ];
}

/** What the controller asked of the API server; its watches are not counted. */
export function ownRequests({ userName }: Arena, audited: readonly AuditEvent[]): readonly AuditEvent[] {
  return audited.filter(
    ({ user, stage, verb }) => user.username === userName && stage === 'ResponseComplete' && verb !== 'watch',
  );
}

export async function cpuSecondsOf(pid: number): Promise<number> {
  return (await processFigures(pid)).cpuSeconds;
}

async function cpuSecondsIn({ controller, webhook, plane }: Arena) {
  return {
    controller: await cpuSecondsOf(controller().pid),
    webhook: await cpuSecondsOf(webhook.pid),
    'API server': await cpuSecondsOf(plane.apiServerPid),
  };
}

function requestFigures(own: readonly AuditEvent[], each: number): readonly Figure[] {
  const writes = own.filter(isWrite);
  const events = writes.filter(({ objectRef }) => objectRef?.resource === 'events');
  const conflicts = own.filter(({ responseStatus }) => responseStatus?.code === 409);
  const per = (name: string, count: number): Figure => ({
    name: `${name} each`,
    value: count / each,
    unit: 'requests',
  });
  return [
    per('API requests', own.length),
    per('writes', writes.length - events.length),
    per('events', events.length),
    { name: 'conflicts', value: conflicts.length, unit: 'requests' },
  ];
}
