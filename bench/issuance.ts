import type { Certificate } from '../api/certificate/certificate.ts';
import { isTrue } from '../api/conditions.ts';
import { certificates } from '../api/kinds.ts';
import { systemClock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { startReflector } from '../runtime/watch.ts';
import { type AuditEvent, isWrite } from '../test/cluster/audit.ts';
import { type Arena, namespace } from './arena.ts';
import { processFigures } from './process-figures.ts';
import type { Figure } from './suite.ts';

/** What became of some certificates that were created at once. */
export interface Issuance {
  /** From the first create to the last Ready. */
  readonly seconds: number;
  /** From the answer to its create until a watch saw it Ready, per certificate. */
  readonly latencies: readonly number[];
  readonly figures: readonly Figure[];
}

/** How many creates are under way at a time: as many as the API server takes without queueing. */
const createsAtOnce = 16;

/** Creates the certificates as fast as the API server takes them, waits until all are ready, and counts what it took. */
export async function issue(arena: Arena, wanted: readonly Certificate[]): Promise<Issuance> {
  const { plane } = arena;
  const auditedBefore = (await plane.auditEvents()).length;
  const before = await cpuSeconds(arena);
  const watching = await watchReady(arena);
  const createdAt = new Map<string, number>();
  const began = performance.now();
  const queue = [...wanted];
  await Promise.all(
    Array.from({ length: createsAtOnce }, async () => {
      for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
        const { metadata } = await plane.admin.create(certificates, inNamespace(next));
        createdAt.set(metadata.name ?? '', performance.now());
      }
    }),
  );
  const readyAt = await watching.all([...createdAt.keys()]);
  const seconds = (Math.max(...readyAt.values()) - began) / 1000;
  const after = await cpuSeconds(arena);
  const audited = (await plane.auditEvents()).slice(auditedBefore);
  const each = wanted.length;
  return {
    seconds,
    latencies: [...createdAt].map(([name, at]) => Math.max(0, (readyAt.get(name) ?? at) - at) / 1000),
    figures: [
      ...requestFigures(arena, audited, each),
      {
        name: 'controller CPU each',
        value: ((after.controller - before.controller) * 1000) / each,
        unit: 'ms',
      },
      { name: 'webhook CPU each', value: ((after.webhook - before.webhook) * 1000) / each, unit: 'ms' },
      ...(await memoryFigures(arena)),
    ],
  };
}

export async function memoryFigures({ controller, webhook }: Arena): Promise<readonly Figure[]> {
  const megabytes = async (pid: number) => (await processFigures(pid)).residentBytes / 1e6;
  return [
    { name: 'controller resident set', value: Math.round(await megabytes(controller().pid)), unit: 'MB' },
    { name: 'webhook resident set', value: Math.round(await megabytes(webhook.pid)), unit: 'MB' },
  ];
}

async function cpuSeconds({ controller, webhook }: Arena) {
  const [ofController, ofWebhook] = await Promise.all([
    processFigures(controller().pid),
    processFigures(webhook.pid),
  ]);
  return { controller: ofController.cpuSeconds, webhook: ofWebhook.cpuSeconds };
}

function inNamespace(certificate: Certificate): Certificate {
  return { ...certificate, metadata: { ...certificate.metadata, namespace } };
}

/** Notes when a watch saw each Certificate ready for the first time. */
async function watchReady({ plane }: Arena) {
  const ended = new AbortController();
  const store = startReflector({
    connection: plane.admin,
    resource: certificates,
    trim: (object) => object,
    namespace,
    signal: ended.signal,
    log: silentLog,
    metrics: createMetrics(systemClock),
  });
  await store.waitForSync(ended.signal);
  const readyAt = new Map<string, number>();
  store.subscribe(({ type, object: { metadata, status } }) => {
    const name = metadata.name ?? '';
    if (type === 'deleted' || readyAt.has(name) || !isTrue(status?.conditions, 'Ready')) return;
    readyAt.set(name, performance.now());
  });
  return {
    async all(names: readonly string[], seconds = 600): Promise<ReadonlyMap<string, number>> {
      const deadline = performance.now() + seconds * 1000;
      while (!names.every((name) => readyAt.has(name))) {
        if (performance.now() > deadline) throw new Error(`not all were ready after ${seconds} s`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      ended.abort();
      return readyAt;
    },
  };
}

/** What the controller asked of the API server; its watches are not counted. */
function requestFigures(
  { userName }: Arena,
  audited: readonly AuditEvent[],
  each: number,
): readonly Figure[] {
  const own = audited.filter(
    ({ user, stage, verb }) => user.username === userName && stage === 'ResponseComplete' && verb !== 'watch',
  );
  const writes = own.filter(isWrite);
  const events = writes.filter(({ objectRef }) => objectRef?.resource === 'events');
  const conflicts = own.filter(({ responseStatus }) => responseStatus?.code === 409);
  const per = (name: string, list: readonly unknown[]): Figure => ({
    name: `${name} each`,
    value: list.length / each,
    unit: 'requests',
  });
  return [
    per('API requests', own),
    { ...per('writes', writes), value: (writes.length - events.length) / each },
    per('events', events),
    { name: 'conflicts', value: conflicts.length, unit: 'requests' },
  ];
}
