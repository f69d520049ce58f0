import { TransientFailure } from '../api/failure.ts';
import { keepAlive, wait, type MonotonicClock } from './clock.ts';
import type { Cluster } from './cluster.ts';
import { createLeaseLock, type LeaseLock } from './lease-lock.ts';
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
  /** Label `app.kubernetes.io/managed-by` of the lease. */
  readonly managedBy?: string;
  /** Told of every renewal, for liveness. */
  readonly onRenewed?: () => void;
  /** Told who holds the lease, after every try that another one was ahead of. */
  readonly onHeld?: (by: string) => void;
  /** [0, 1), as Math.random. */
  readonly random?: () => number;
}

/**
 * Waits for the lease, leads, and gives the lease back at the end. Every process judges a foreign lease by its own
 * clock: by how long it has seen no change, never by the times written in it.
 *
 * @throws {TransientFailure} `LeadershipLost` when the lease was lost while leading: end the process
 */
export async function runAsLeader(options: LeaderOptions): Promise<void> {
  const { log, retrySeconds = 15, leaseSeconds = 60, renewDeadlineSeconds = 40 } = options;
  const lock = createLeaseLock({ managedBy: 'cert-manager', ...options, leaseSeconds });
  if (!(await acquire(lock, { ...options, retrySeconds }))) return;
  log.info({ identity: options.identity }, 'Leading');
  const leading = new AbortController();
  const term = keepRenewing(lock, { ...options, retrySeconds, renewDeadlineSeconds }, leading);
  try {
    await options.lead(leading.signal);
  } finally {
    leading.abort();
    if (await term) await release(lock, log);
  }
  if (await term) return;
  throw new TransientFailure('LeadershipLost', 'The lease was lost: another replica may be leading');
}

/** @returns false when we are to stop before we got it */
async function acquire(
  lock: LeaseLock,
  options: LeaderOptions & { readonly retrySeconds: number },
): Promise<boolean> {
  const { clock, signal, log, retrySeconds, onRenewed, onHeld, random = Math.random } = options;
  const letGo = keepAlive();
  let ours = false;
  while (!ours && !signal.aborted) {
    ours = await attempt(lock, log);
    if (!ours && lock.holder !== undefined) onHeld?.(lock.holder);
    // candidates that started together should not knock together for ever
    if (!ours) await wait(clock, retrySeconds * (1 + random() * 0.2), signal);
  }
  letGo();
  if (ours) onRenewed?.();
  return ours;
}

async function attempt(lock: LeaseLock, log: Log): Promise<boolean> {
  try {
    return await lock.acquireOrRenew();
  } catch (error) {
    log.warn(
      { message: error instanceof Error ? error.message : undefined },
      'The lease cannot be read or written',
    );
    return false;
  }
}

/** @returns whether the lease was still ours at the end; when it was lost, `leading` is aborted by us */
async function keepRenewing(
  lock: LeaseLock,
  options: LeaderOptions & { readonly retrySeconds: number; readonly renewDeadlineSeconds: number },
  leading: AbortController,
): Promise<boolean> {
  const { clock, signal, log, retrySeconds, renewDeadlineSeconds, onRenewed } = options;
  const stop = (): void => leading.abort();
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop);
  let renewedAt = clock.monotonicSeconds();
  const deadline = watchDeadline(
    clock,
    () => clock.monotonicSeconds() - renewedAt >= renewDeadlineSeconds,
    leading,
  );
  let lost = false;
  while (!leading.signal.aborted) {
    await wait(clock, retrySeconds, leading.signal);
    if (leading.signal.aborted) break;
    // from when we asked, not from when we were told: others count from the write in between
    const askedAt = clock.monotonicSeconds();
    if (await attempt(lock, log)) {
      renewedAt = askedAt;
      onRenewed?.();
    } else if (lock.holder !== undefined) {
      lost = true;
      leading.abort();
    }
  }
  deadline.cancel();
  signal.removeEventListener('abort', stop);
  lost ||= deadline.passed;
  if (lost) log.error({ identity: options.identity }, 'Leadership was lost');
  return !lost;
}

/** Looks every second, since a renewal that hangs must not hide that its time is over. */
function watchDeadline(
  clock: MonotonicClock,
  isOver: () => boolean,
  leading: AbortController,
): { readonly passed: boolean; cancel(): void } {
  let passed = false;
  const look = (): void => {
    passed = isOver();
    if (passed) leading.abort();
    else timer = clock.setTimer(1, look);
  };
  let timer = clock.setTimer(1, look);
  return {
    get passed() {
      return passed;
    },
    cancel: () => timer.cancel(),
  };
}

async function release(lock: LeaseLock, log: Log): Promise<void> {
  try {
    await lock.release();
    log.info({}, 'Gave the lease back');
  } catch (error) {
    log.warn({ message: error instanceof Error ? error.message : undefined }, 'The lease was not given back');
  }
}
