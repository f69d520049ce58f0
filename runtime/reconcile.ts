import type { Failure } from '../api/failure.ts';

/** Something to tell people who run `kubectl describe`; never written twice for one fact, never delays a step. */
export interface EventFact {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** What `decide` wants: the whole status, what to do, in order, and when to look again. */
export interface Decision<Action, Status> {
  readonly status: Status;
  readonly actions: readonly Action[];
  /** Without it the object rests until something changes. */
  readonly lookAgainSeconds?: number;
  /** Recorded after the actions worked, and only when the status write changed something. */
  readonly events?: readonly EventFact[];
}

/**
 * How one kind is looked after: observe does every read, decide is pure, act performs one action and is safe to repeat.
 * One kind, one owner: nobody else writes its status.
 */
export interface Reconciler<Seen, Action, Status> {
  /** Upstream's controller name where there is one; labels metrics and logs. */
  readonly name: string;
  /** @returns `undefined` when the object is gone or none of our business */
  observe(key: string): Promise<Seen | undefined>;
  decide(seen: Seen): Decision<Action, Status>;
  /** @returns what was learned and must be remembered before the next action (for example an order URL) */
  act(action: Action, seen: Seen): Promise<Partial<Status> | undefined>;
  /** Writes the status if it differs from what is stored. @returns whether it was written */
  writeStatus(seen: Seen, status: Status): Promise<boolean>;
  /** The status that tells of a failure. `attempts` counts those in a row, this one included. */
  failed(status: Status, failure: Failure, seen: Seen, attempts: number): Status;
  /** Tells people; must not throw or wait. */
  record(seen: Seen, event: EventFact): void;
}
