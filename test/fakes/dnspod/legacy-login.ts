import { randomBytes } from 'node:crypto';
import { VendorError } from '../vendor-error.ts';

/** A DNSPod token. */
export interface LegacyToken {
  readonly id: number;
  readonly token: string;
}

const mostFailures = 30;
const failureMilliseconds = 5 * 60 * 1000;
const blockMilliseconds = 60 * 60 * 1000;

/** Who may log in: 30 failures within five minutes shut everybody out for an hour. */
export class LegacyLogin {
  readonly token: LegacyToken = { id: 13_490, token: randomBytes(16).toString('hex') };
  #failures: number[] = [];
  #blockedUntil = 0;

  /** @throws {VendorError} */
  check(loginToken: string | undefined): void {
    const now = Date.now();
    if (now < this.#blockedUntil)
      throw new VendorError('-8', 'Too many failed logins: try again in an hour.');
    if (loginToken === `${String(this.token.id)},${this.token.token}`) return;
    this.#failures = [...this.#failures.filter((at) => at > now - failureMilliseconds), now];
    if (this.#failures.length >= mostFailures) this.#blockedUntil = now + blockMilliseconds;
    throw new VendorError('-1', 'Login fail, please check login info');
  }
}
