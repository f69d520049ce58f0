import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { leases } from '../../api/core.ts';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { runAsLeader } from '../../runtime/leader.ts';
import { silentLog } from '../../runtime/log.ts';
import { ManualClock } from '../build/manual-clock.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { type CountingRelay, startCountingRelay } from './runtime-support/counting-relay.ts';

let plane: ControlPlane;
let round = 0;

beforeAll(async () => {
  plane = await startControlPlane();
});
afterAll(() => plane?.stop());

/** A process that wants to lead, with a way to the API server and a clock of its own. */
class Candidate {
  readonly identity: string;
  readonly clock: ManualClock;
  readonly stop = new AbortController();
  readonly relay: CountingRelay;
  readonly #connection: ClusterConnection;
  #callsInFlight = 0;
  isLeading = false;
  /** How it ended: an error's reason, or `ended`. */
  outcome: Promise<string> = Promise.resolve('never started');

  private constructor(
    identity: string,
    clock: ManualClock,
    relay: CountingRelay,
    connection: ClusterConnection,
  ) {
    this.identity = identity;
    this.clock = clock;
    this.relay = relay;
    this.#connection = connection;
  }

  static async start(identity: string, time?: string): Promise<Candidate> {
    const relay = await startCountingRelay(Number(new URL(plane.url).port));
    const master = `https://127.0.0.1:${relay.port}`;
    const names = { userAgent: identity, fieldManager: identity };
    const connection = await connectCluster({ kubeconfig: plane.adminKubeconfig, master, ...names });
    const candidate = new Candidate(identity, new ManualClock(time), relay, connection);
    candidate.#run();
    await candidate.#comeToRest();
    return candidate;
  }

  #run(): void {
    const led = runAsLeader({
      cluster: this.#counted(),
      namespace: 'default',
      leaseName: `lease-${round}`,
      identity: this.identity,
      clock: this.clock,
      signal: this.stop.signal,
      log: silentLog,
      random: () => 0,
      lead: async (signal) => {
        this.isLeading = true;
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        this.isLeading = false;
      },
    });
    this.outcome = led.then(
      () => 'ended',
      (error: { reason?: string }) => error.reason ?? 'unknown',
    );
  }

  /** The connection, with the calls that an election makes counted. */
  #counted(): ClusterConnection {
    const count = async <Answer>(call: Promise<Answer>): Promise<Answer> => {
      this.#callsInFlight += 1;
      try {
        return await call;
      } finally {
        this.#callsInFlight -= 1;
      }
    };
    const connection = this.#connection;
    return {
      ...connection,
      get: (...call) => count(connection.get(...call)),
      create: (...call) => count(connection.create(...call)),
      replace: (...call) => count(connection.replace(...call)),
    };
  }

  async #comeToRest(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet += 1) {
      await sleep(2);
      if (this.#callsInFlight > 0) quiet = 0;
    }
  }

  /** Lets so much time pass on its clock, and after each five seconds waits for the answers of the API server. */
  async pass(seconds: number): Promise<void> {
    for (let passed = 0; passed < seconds; passed += 5) {
      await this.clock.advance(5);
      await this.#comeToRest();
    }
  }

  async close(): Promise<void> {
    this.stop.abort();
    this.relay.mend();
    await this.outcome;
    await this.#connection.close();
    await this.relay.close();
  }
}

const lease = () => plane.admin.get(leases, { name: `lease-${round}`, namespace: 'default' });

describe('two candidates for one lease', () => {
  let first: Candidate;
  let second: Candidate;

  beforeEach(async () => {
    round += 1;
    first = await Candidate.start('first');
    second = await Candidate.start('second', '2031-01-01T00:00:00Z'); // its clock is five years ahead: no matter
  });
  afterEach(async () => {
    await first.close();
    await second.close();
  });

  it('have one leader, whom the lease names', async () => {
    expect([first.isLeading, second.isLeading]).toEqual([true, false]);
    expect(await lease()).toMatchObject({
      metadata: { labels: { 'app.kubernetes.io/managed-by': 'cert-manager' } },
      spec: {
        holderIdentity: 'first',
        leaseDurationSeconds: 60,
        leaseTransitions: 0,
        acquireTime: '2026-01-01T00:00:00.000000Z',
      },
    });
  });

  it('keep it as long as it renews, however long the other waits', async () => {
    for (let minute = 0; minute < 3; minute += 1) {
      await first.pass(30);
      await second.pass(60); // twice as fast, and still under the lease between two changes
    }

    expect([first.isLeading, second.isLeading]).toEqual([true, false]);
  });

  it('change over at the next try when the leader stops', async () => {
    first.stop.abort();
    expect(await first.outcome).toBe('ended');
    expect((await lease())?.spec?.holderIdentity).toBe('');

    await second.pass(15);
    expect(second.isLeading).toBe(true);
    expect((await lease())?.spec?.leaseTransitions).toBe(1);
  });

  it('change over when the leader was silent for a minute, and a leader that wakes up learns it', async () => {
    await second.pass(55);
    expect(second.isLeading).toBe(false);
    await second.pass(20);
    expect(second.isLeading).toBe(true);

    await first.pass(15);
    expect(await first.outcome).toBe('LeadershipLost');
    expect(first.isLeading).toBe(false);
  });

  it('are never two leaders when the leader cannot reach the API server: it gives up first', async () => {
    first.relay.cut();
    await Promise.all([first.pass(35), second.pass(35)]);
    expect([first.isLeading, second.isLeading]).toEqual([true, false]);

    await Promise.all([first.pass(15), second.pass(15)]);
    expect([first.isLeading, second.isLeading]).toEqual([false, false]);
    expect(await first.outcome).toBe('LeadershipLost');

    await second.pass(30);
    expect(second.isLeading).toBe(true);
  });

  it('outlast an API server that is killed and comes back soon', async () => {
    await plane.restartApiServer();
    await first.pass(30);

    expect(first.isLeading).toBe(true);
  });
});
