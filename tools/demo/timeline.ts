import { type Condition, findCondition } from '../../api/conditions.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { certificates } from '../../api/kinds.ts';
import { keyOf } from '../../api/resource.ts';
import type { ClusterConnection } from '../../runtime/connect.ts';
import { createLogger } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import type { Store } from '../../runtime/store.ts';
import { startReflector } from '../../runtime/watch.ts';

/** What a person would want to read of a Certificate's state, in a line. */
export function stateOf({ status }: Pick<Certificate, 'status'>): string {
  const ready = findCondition(status?.conditions, 'Ready');
  const issuing = findCondition(status?.conditions, 'Issuing');
  const [word, told] = stateWord(ready, issuing);
  if (word === 'ready') return `ready, revision ${status?.revision}, until ${status?.notAfter}`;
  return told?.message ? `${word}: ${told.message}` : word;
}

function stateWord(ready?: Condition, issuing?: Condition): readonly [word: string, told?: Condition] {
  if (issuing?.status === 'True') return ['issuing', issuing];
  if (ready?.status === 'True') return ['ready'];
  if (issuing) return ['failed', issuing];
  return ready ? ['not ready', ready] : ['seen by nobody yet'];
}

/** Follows every Certificate of the cluster and tells each change of its state. */
export interface Timeline {
  readonly store: Store<Certificate>;
  /** Resolves when all of them fulfil the condition. @throws when that takes longer than it may */
  until(keys: readonly string[], done: (certificate: Certificate) => boolean, seconds: number): Promise<void>;
  stop(): void;
}

export async function followCertificates(
  connection: ClusterConnection,
  tell: (line: string) => void,
): Promise<Timeline> {
  const ended = new AbortController();
  const store = startReflector({
    connection,
    resource: certificates,
    trim: (object) => object,
    signal: ended.signal,
    log: createLogger({ level: 'error' }),
    metrics: createMetrics(),
  });
  await store.waitForSync(ended.signal);
  const told = new Map<string, string>();
  store.subscribe((change) => {
    const key = keyOf(change.object);
    const state = change.type === 'deleted' ? 'deleted' : stateOf(change.object);
    if (told.get(key) === state) return;
    told.set(key, state);
    tell(`${key.padEnd(24)} ${state}`);
  });
  return {
    store,
    stop: () => ended.abort(),
    until: (keys, done, seconds) => waitUntil({ store, keys, done, seconds }),
  };
}

interface Wait {
  readonly store: Store<Certificate>;
  readonly keys: readonly string[];
  readonly done: (certificate: Certificate) => boolean;
  readonly seconds: number;
}

function waitUntil({ store, keys, done, seconds }: Wait): Promise<void> {
  const missing = (): readonly string[] =>
    keys.filter((key) => {
      const certificate = store.get(key);
      return certificate === undefined || !done(certificate);
    });
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (missing().length > 0) return;
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const timer = setTimeout(() => {
      unsubscribe();
      const states = missing().map((key) => `${key}: ${stateOf(store.get(key) ?? {})}`);
      reject(new Error(`not done after ${seconds} s: ${states.join('; ')}`));
    }, seconds * 1000);
    const unsubscribe = store.subscribe(look);
    look();
  });
}

export function isReady({ metadata, status }: Certificate): boolean {
  const ready = findCondition(status?.conditions, 'Ready');
  return ready?.status === 'True' && ready.observedGeneration === metadata.generation;
}
