import { setTimeout as sleep } from 'node:timers/promises';

/** What goes wrong with a call instead of, or after, what it should have done. */
export type Fault =
  /** A refusal in the vendor's own form. */
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

/**
 * Whether the fault comes before the action: a refusal to be made of it, `undefined` when the action is to be done.
 * What is late is late from here on.
 */
export async function refusalOf(
  fault: Fault | undefined,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  if (!fault) return undefined;
  if ('delaySeconds' in fault) {
    await sleep(fault.delaySeconds * 1000, undefined, { ref: false });
    return undefined;
  }
  if ('drop' in fault && fault.afterwards) return undefined;
  const code = 'code' in fault ? fault.code : 'InternalError';
  return { code, message: ('message' in fault && fault.message) || 'The fake was told to refuse this.' };
}
