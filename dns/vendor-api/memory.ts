import QuickLRU from 'quick-lru';

/** A record that this process created. */
interface RememberedRecord {
  readonly zone: string;
  readonly id: string;
}

/**
 * Hints, of no account when they are lost: vendors' lists lag, so the id that came back from the creation finds a record
 * that no list shows yet.
 */
export interface Memory extends Turns {
  readonly records: QuickLRU<string, RememberedRecord>;
  /** Which zone of the account a name turned out to lie in, where the one found by DNS was wrong. */
  readonly zones: QuickLRU<string, string>;
}

/** What waits for its turn. */
export interface Turns {
  /** Runs what concerns the same one after the other, whatever becomes of each. */
  inTurn<T>(key: string, run: () => Promise<T>): Promise<T>;
}

const factMilliseconds = 10 * 60 * 1000;

/** Something about accounts and zones that is worth asking for again after ten minutes. */
export function createFacts<Fact>(): QuickLRU<string, Fact> {
  return new QuickLRU({ maxSize: 1000, maxAge: factMilliseconds });
}

export function createMemory(): Memory {
  return { records: new QuickLRU({ maxSize: 10_000 }), zones: createFacts(), ...createTurns() };
}

export function createTurns(): Turns {
  const turns = new Map<string, Promise<unknown>>();
  return {
    async inTurn(key, run) {
      const before = turns.get(key);
      const mine = before ? before.then(run, run) : run();
      turns.set(key, mine);
      try {
        return await mine;
      } finally {
        if (turns.get(key) === mine) turns.delete(key);
      }
    },
  };
}
