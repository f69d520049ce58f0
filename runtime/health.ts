import type { RequestListener } from 'node:http';

/** @returns why it is not well; `undefined` when it is */
export type Check = () => string | undefined | Promise<string | undefined>;

/** Named checks behind `/livez`, `/readyz` and `/healthz`. */
export interface Health {
  /** A check whose failing means: restart the process. */
  addLive(name: string, check: Check): void;
  /** A check whose failing means: send no requests (`/readyz` and `/healthz`). */
  addReady(name: string, check: Check): void;
  /** From now on not ready. */
  shuttingDown(): void;
  /** Answers `/livez`, `/readyz`, `/healthz`, their sub-paths, `?verbose` and `?exclude=`; 404 for the rest. */
  readonly handler: RequestListener;
}

export function createHealth(): Health {
  throw new Error('not built yet');
}
