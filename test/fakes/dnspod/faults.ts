/** What goes wrong with a call instead of, or after, what it should have done. */
export type Fault =
  /** A business error, HTTP 200. */
  | { readonly code: string; readonly message?: string }
  /** A gateway's answer. */
  | { readonly httpStatus: number }
  /** The answer is late. */
  | { readonly delaySeconds: number }
  /** The connection is closed without an answer; with `afterwards` the action has been done all the same. */
  | { readonly drop: true; readonly afterwards?: boolean };

export interface PlannedFault {
  /** Any action when left out. */
  readonly action?: string;
  /** How many calls; default 1. */
  readonly times?: number;
  readonly fault: Fault;
}

/** The faults that were asked for and have not come about yet. */
export class PlannedFaults {
  #planned: { readonly action: string | undefined; left: number; readonly fault: Fault }[] = [];

  plan({ action, times = 1, fault }: PlannedFault): void {
    this.#planned.push({ action, left: times, fault });
  }

  /** @returns the first one that is meant for this action, and forgets it when its turns are over */
  take(action: string): Fault | undefined {
    const found = this.#planned.find((planned) => planned.action === undefined || planned.action === action);
    if (!found) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#planned = this.#planned.filter((planned) => planned !== found);
    return found.fault;
  }
}
