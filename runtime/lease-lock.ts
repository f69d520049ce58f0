import { type Lease, leases } from '../api/core.ts';
import { isAlreadyExists, isConflict } from './api-error.ts';
import type { MonotonicClock } from './clock.ts';
import type { Cluster } from './cluster.ts';

export interface LeaseLockOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly leaseName: string;
  readonly identity: string;
  readonly clock: MonotonicClock;
  readonly leaseSeconds: number;
  readonly managedBy: string;
}

/** A `coordination.k8s.io/v1` Lease as a lock between processes. */
export interface LeaseLock {
  /** @returns whether the lease is ours now */
  acquireOrRenew(): Promise<boolean>;
  /** Who else holds it, as of the last look; `undefined` for nobody. */
  readonly holder: string | undefined;
  /** Lets the next one in at once. */
  release(): Promise<void>;
}

type Spec = NonNullable<Lease['spec']>;

/** What was seen of a lease, and when, by our own clock. */
interface Sighting {
  readonly resourceVersion: string | undefined;
  readonly atSeconds: number;
}

export function createLeaseLock(options: LeaseLockOptions): LeaseLock {
  return new Lock(options);
}

class Lock implements LeaseLock {
  readonly #options: LeaseLockOptions;
  /** As we wrote it last. */
  #ours: Lease | undefined;
  #sighting: Sighting | undefined;
  #holder: string | undefined;

  constructor(options: LeaseLockOptions) {
    this.#options = options;
  }

  get holder(): string | undefined {
    return this.#holder;
  }

  async acquireOrRenew(): Promise<boolean> {
    const { cluster, namespace, leaseName } = this.#options;
    // a leader renews what it wrote last: nobody else writes it unless he takes it
    if (this.#ours !== undefined && (await this.#take(this.#ours))) return true;
    const lease = await cluster.get(leases, { name: leaseName, namespace });
    return lease === undefined || this.#mayTake(lease) ? this.#take(lease) : false;
  }

  async release(): Promise<void> {
    const ours = this.#ours;
    this.#ours = undefined;
    if (ours === undefined) return;
    const spec = { ...this.#spec(ours.spec), holderIdentity: '', leaseDurationSeconds: 1 };
    await this.#options.cluster.replace(leases, { ...ours, spec });
  }

  /** @returns whether it is free, ours, or held by somebody who is silent */
  #mayTake(lease: Lease): boolean {
    const holder = lease.spec?.holderIdentity ?? '';
    this.#holder = holder === '' || holder === this.#options.identity ? undefined : holder;
    return this.#holder === undefined || this.#isSilent(lease);
  }

  /** Whether we have seen no change for as long as the holder asked others to wait. */
  #isSilent({ metadata: { resourceVersion }, spec }: Lease): boolean {
    const atSeconds = this.#options.clock.monotonicSeconds();
    if (this.#sighting?.resourceVersion !== resourceVersion) this.#sighting = { resourceVersion, atSeconds };
    const patience = spec?.leaseDurationSeconds ?? this.#options.leaseSeconds;
    return atSeconds - (this.#sighting?.atSeconds ?? atSeconds) >= patience;
  }

  async #take(lease: Lease | undefined): Promise<boolean> {
    const { cluster, namespace, leaseName, managedBy } = this.#options;
    const labels = { ...lease?.metadata.labels, ...label(managedBy) };
    const wanted: Lease = {
      metadata: { ...lease?.metadata, name: leaseName, namespace, labels },
      spec: this.#spec(lease?.spec),
    };
    this.#ours = undefined;
    try {
      this.#ours = await (lease === undefined
        ? cluster.create(leases, wanted)
        : cluster.replace(leases, wanted));
      this.#holder = undefined;
      return true;
    } catch (error) {
      if (isConflict(error) || isAlreadyExists(error)) return false;
      throw error;
    }
  }

  #spec(before: Spec | undefined): Spec {
    const { identity, clock, leaseSeconds } = this.#options;
    const now = micro(clock.now());
    const renewal = before?.holderIdentity === identity;
    return {
      holderIdentity: identity,
      leaseDurationSeconds: Math.round(leaseSeconds),
      acquireTime: (renewal && before.acquireTime) || now,
      renewTime: now,
      leaseTransitions: (before?.leaseTransitions ?? 0) + (renewal || before === undefined ? 0 : 1),
    };
  }
}

function label(managedBy: string): Record<string, string> {
  return { 'app.kubernetes.io/managed-by': managedBy };
}

/** `MicroTime` of the Kubernetes API: RFC 3339 with six digits. */
function micro(instant: Date): string {
  return instant.toISOString().replace(/Z$/, '000Z');
}
