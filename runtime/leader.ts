import type { MonotonicClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import type { Log } from './log.ts';

export interface LeaderOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly leaseName: string;
  /** Who we are; never the same for two processes. */
  readonly identity: string;
  readonly clock: MonotonicClock;
  /** Stop: ends `lead`, then gives the lease back. */
  readonly signal: AbortSignal;
  readonly log: Log;
  /** The work. Its signal aborts when the lease is lost or on shutdown; it should then end soon. */
  readonly lead: (signal: AbortSignal) => Promise<void>;
  /** How long others wait for a leader that is silent. Default 60 s. */
  readonly leaseSeconds?: number;
  /** A leader that could not renew for so long gives up. Default 40 s. */
  readonly renewDeadlineSeconds?: number;
  /** Between tries. Default 15 s. */
  readonly retrySeconds?: number;
  /** Told of every renewal, for liveness. */
  readonly onRenewed?: () => void;
}

/**
 * Waits for the lease, leads, and gives the lease back at the end.
 *
 * @throws {TransientFailure} `LeadershipLost` when the lease was lost while leading: end the process
 */
export function runAsLeader(options: LeaderOptions): Promise<void> {
  throw new Error('not built yet', { cause: options });
}
