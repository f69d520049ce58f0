import fc from 'fast-check';
import { type FuzzRequest, fuzzRequests } from './requests.ts';
import { send } from './send.ts';
import { problemOf } from './verdict.ts';

export interface FuzzOptions {
  /** Of the webhook, on 127.0.0.1. */
  readonly port: number;
  readonly seed: number;
  readonly count: number;
  /** Told after every thousand. */
  readonly passed: (done: number) => Promise<void>;
}

export interface Problem {
  /** In words that are the same for all of its kind. */
  readonly what: string;
  readonly count: number;
  /** The first of them, as small as it gets while the problem stays. */
  readonly smallest: FuzzRequest;
}

const aTime = 1000;
const atOnce = 8;
const shrinkMs = 20_000;

/** Sends that many requests and looks at every answer. The same seed makes the same requests. */
export async function fuzz({ port, seed, count, passed }: FuzzOptions): Promise<readonly Problem[]> {
  const problems = new Map<string, Problem>();
  for (let done = 0; done < count; done += aTime) {
    const batch = { seed: seed + done, numRuns: Math.min(aTime, count - done) };
    for (const [what, one] of await run(port, fc.sample(fuzzRequests, batch))) {
      const known = problems.get(what);
      const smallest = known?.smallest ?? (await shrunk(port, what, batch)) ?? one.first;
      problems.set(what, { what, count: (known?.count ?? 0) + one.count, smallest });
    }
    await passed(done + batch.numRuns);
  }
  return [...problems.values()];
}

interface Found {
  readonly count: number;
  readonly first: FuzzRequest;
}

async function run(port: number, requests: readonly FuzzRequest[]): Promise<ReadonlyMap<string, Found>> {
  const found = new Map<string, Found>();
  const queue = requests.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const request of queue) {
        const what = problemOf(request, await send(port, request));
        if (what === undefined) continue;
        const known = found.get(what) ?? { count: 0, first: request };
        found.set(what, { ...known, count: known.count + 1 });
      }
    }),
  );
  return found;
}

/** Makes the same requests once more, one after the other, and the first that has the problem smaller and smaller. */
async function shrunk(
  port: number,
  what: string,
  batch: { readonly seed: number; readonly numRuns: number },
): Promise<FuzzRequest | undefined> {
  const property = fc.asyncProperty(
    fuzzRequests,
    async (request) => problemOf(request, await send(port, request)) !== what,
  );
  const { counterexample } = await fc.check(property, {
    ...batch,
    interruptAfterTimeLimit: shrinkMs,
    markInterruptAsFailure: false,
  });
  return counterexample?.[0];
}
