/** How soon something that waits is to be done: 0 before 1, 1 before 2, 2 before 3. */
export type Urgency = 0 | 1 | 2 | 3;

/** Keys that wait for a worker: of the most urgent ones, the one that has waited longest is next. */
export interface Lanes {
  /** A key that is there already moves when it has become more urgent, and stays where it is otherwise. */
  add(key: string, urgency: Urgency): void;
  take(): string | undefined;
  clear(): void;
  readonly length: number;
}

/** Of so many that are taken, one is of the least urgent: they are not forgotten while others keep coming. */
const oneIn = 8;

export function createLanes(): Lanes {
  const lanes = [createLane(), createLane(), createLane(), createLane()] as const;
  const urgencies = new Map<string, Urgency>();
  let taken = 0;
  return {
    add(key, urgency) {
      const before = urgencies.get(key);
      if (before !== undefined && before <= urgency) return;
      if (before !== undefined) lanes[before].remove(key);
      lanes[urgency].add(key);
      urgencies.set(key, urgency);
    },
    take() {
      taken += 1;
      const lane = taken % oneIn === 0 ? lanes.findLast(isBusy) : lanes.find(isBusy);
      const key = lane?.take();
      if (key !== undefined) urgencies.delete(key);
      return key;
    },
    clear() {
      urgencies.clear();
      for (const lane of lanes) lane.clear();
    },
    get length() {
      return urgencies.size;
    },
  };
}

interface Lane {
  add(key: string): void;
  remove(key: string): void;
  take(): string | undefined;
  clear(): void;
  readonly length: number;
}

function createLane(): Lane {
  const keys = new Set<string>();
  /** Goes on where it was: to begin anew is to pass over all that was deleted, again for each of a hundred thousand. */
  let cursor = keys.values();
  return {
    add: (key) => void keys.add(key),
    remove: (key) => void keys.delete(key),
    take() {
      let { value } = cursor.next();
      if (value === undefined && keys.size > 0) {
        cursor = keys.values();
        ({ value } = cursor.next());
      }
      if (value !== undefined) keys.delete(value);
      return value;
    },
    clear: () => keys.clear(),
    get length() {
      return keys.size;
    },
  };
}

function isBusy({ length }: Lane): boolean {
  return length > 0;
}
