import type { Certificate } from '../api/certificate/certificate.ts';
import { isTrue } from '../api/conditions.ts';
import { certificates } from '../api/kinds.ts';
import { systemClock } from '../runtime/clock.ts';
import { silentLog } from '../runtime/log.ts';
import { createMetrics } from '../runtime/metrics.ts';
import { startReflector } from '../runtime/watch.ts';
import { type Arena, namespace } from './arena.ts';
import { atOnce } from './at-once.ts';
import { costOf, memoryFigures } from './cost.ts';
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
  const watching = await watchReady(arena);
  const createdAt = new Map<string, number>();
  let readyAt: ReadonlyMap<string, number> = new Map();
  let began = 0;
  const cost = await costOf(arena, wanted.length, async () => {
    began = performance.now();
    await atOnce(createsAtOnce, wanted, async (next) => {
      const { metadata } = await plane.admin.create(certificates, inNamespace(next));
      createdAt.set(metadata.name ?? '', performance.now());
    });
    readyAt = await watching.all([...createdAt.keys()]);
  });
  return {
    seconds: (Math.max(...readyAt.values()) - began) / 1000,
    latencies: [...createdAt].map(([name, at]) => Math.max(0, (readyAt.get(name) ?? at) - at) / 1000),
    figures: [...cost, ...(await memoryFigures(arena))],
  };
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
