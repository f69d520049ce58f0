export interface ThrottleOptions {
  /** How many of all calls are refused, whatever they are: 0.1 is every tenth. */
  readonly share?: number;
  /** How many calls of an action are let through in a second. */
  readonly perSecond?: (action: string) => number;
}

/** Refuses calls as vendors do that are called too often. */
export class Throttle {
  readonly #options: ThrottleOptions;
  readonly #calls = new Map<string, { second: number; count: number }>();
  #due = 0;

  constructor(options: ThrottleOptions) {
    this.#options = options;
  }

  /** Counts a call. @returns whether it is to be refused */
  refuses(action: string): boolean {
    const { share = 0, perSecond = () => Infinity } = this.#options;
    this.#due += share;
    if (this.#due >= 1) {
      this.#due -= 1;
      return true;
    }
    const second = Math.floor(Date.now() / 1000);
    const seen = this.#calls.get(action);
    const count = seen?.second === second ? seen.count + 1 : 1;
    this.#calls.set(action, { second, count });
    return count > perSecond(action);
  }
}
