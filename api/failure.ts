/** What a failure carries beside its text; every member is optional. */
export interface FailureDetails {
  /** When the other side said to come back (`Retry-After`), in seconds. */
  readonly retryAfterSeconds?: number;
  /** The error that led here; for logs, never shown to users. */
  readonly cause?: unknown;
}

/**
 * A call that did not work. The reason becomes a condition reason and the message is shown to users as it is, so it
 * says what was attempted, on what, what came back and what to do, and is the same on every retry (no ports, times or
 * request ids: a changing text would rewrite status on every attempt).
 */
export abstract class Failure extends Error {
  /** Whether trying again without anybody's help can succeed. */
  abstract readonly retry: boolean;
  /** A CamelCase word: what users see as the condition's reason. */
  readonly reason: string;
  readonly retryAfterSeconds: number | undefined;

  constructor(reason: string, message: string, details: FailureDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.reason = reason;
    this.retryAfterSeconds = details.retryAfterSeconds;
  }
}

/** May pass by itself: network, 5xx, throttling, a nonce that was used up. */
export class TransientFailure extends Failure {
  readonly retry = true;
}

/** Waits for a person: a wrong spec, a missing permission, a refusal. A change of the objects involved tries again. */
export class TerminalFailure extends Failure {
  readonly retry = false;
}
