export interface AllowanceOptions {
  readonly requests: number;
  readonly seconds: number;
}

/** So many requests in so long; whoever makes more is shut out for just as long. */
export class Allowance {
  readonly #options: AllowanceOptions;
  #windowEnds = 0;
  #used = 0;
  #blockedUntil = 0;

  constructor(options: AllowanceOptions) {
    this.#options = options;
  }

  /** Counts a request. @returns for how many seconds it is shut out */
  use(): number {
    const { requests, seconds } = this.#options;
    const now = Date.now();
    if (now < this.#blockedUntil) return (this.#blockedUntil - now) / 1000;
    if (now >= this.#windowEnds) {
      this.#windowEnds = now + seconds * 1000;
      this.#used = 0;
    }
    this.#used += 1;
    if (this.#used <= requests) return 0;
    this.#blockedUntil = now + seconds * 1000;
    this.#windowEnds = this.#blockedUntil;
    return seconds;
  }
}
