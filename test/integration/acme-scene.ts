import { TransientFailure } from '../../api/failure.ts';
import type { Resource } from '../../api/resource.ts';
import type { ClusterConnection } from '../../runtime/connect.ts';
import type { Mortal } from '../cluster/mortal-connection.ts';
import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Event } from '../../api/core.ts';
import type { Solver } from '../../api/issuer/issuer.ts';
import { challenges, orders } from '../../api/kinds.ts';
import type { Order } from '../../api/order/order.ts';
import { defaultSettings } from '../../controller/settings.ts';
import { type Bind9, startBind9 } from '../cluster/bind9.ts';
import {
  type ControllerScene,
  type StartOptions,
  type TestController,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { type Pebble, type PebbleOptions, startPebble } from '../cluster/pebble.ts';

const apiVersion = 'cert-manager.io/v1';

/**
 * A control plane, a name server and a CA, and the verbs that ACME suites tell stories with. In the zone `example.com` the
 * proofs of `alias` are delegated to `alias.proofs`.
 */
export interface AcmeScene extends ControllerScene {
  readonly dns: Bind9;
  readonly acme: Pebble;
  /** An Issuer of our CA; its solver writes to our name server unless told otherwise. */
  issuer(name: string, acme?: object): object;
  /** The solver of {@link issuer}. */
  readonly solver: Solver;
  orders(): Promise<readonly Order[]>;
  challenges(): Promise<readonly Challenge[]>;
  /** Waits until an Order whose name begins so is what we want. */
  order(prefix: string, good: (order: Order) => boolean): Promise<Order>;
  /** Waits until nothing of a certificate's proofs is left, neither Challenge nor TXT record. */
  cleanedUp(name: string): Promise<void>;
  /** Every event about objects whose name begins so, oldest first: `Order Complete`. */
  eventsAbout(prefix: string): Promise<readonly Event[]>;
}

export async function startAcmeScene(
  namespace: string,
  options: Omit<PebbleOptions, 'dnsServer'> = {},
): Promise<AcmeScene> {
  const records = ['_acme-challenge.alias 60 IN CNAME alias.proofs'];
  const dns = await startBind9({ zones: [{ name: 'example.com', records }] });
  const [scene, acme] = await Promise.all([
    startControllerScene(namespace),
    startPebble({ dnsServer: dns.server, nonceRejectPercent: 20, ...options }),
  ]);
  const rfc2136 = {
    nameserver: dns.server,
    tsigKeyName: dns.tsig.name,
    tsigAlgorithm: 'HMACSHA256',
    tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
  };
  const solver = { dns01: { rfc2136 } };
  await scene.apply({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'tsig' },
    stringData: { secret: dns.tsig.secret },
  });
  const listOrders = () => scene.plane.admin.list(orders, { namespace });
  const listChallenges = () => scene.plane.admin.list(challenges, { namespace });
  return {
    ...scene,
    dns,
    acme,
    solver,
    start: (more) => startWithNameserver(scene, dns, more),
    issuer: (name, more = {}) => ({
      apiVersion,
      kind: 'Issuer',
      metadata: { name },
      spec: {
        acme: {
          email: 'ops@example.com',
          server: acme.directoryUrl,
          caBundle: Buffer.from(acme.caPem).toString('base64'),
          privateKeySecretRef: { name: `${name}-account` },
          solvers: [solver],
          ...more,
        },
      },
    }),
    orders: listOrders,
    challenges: listChallenges,
    order: (prefix, good) =>
      waitFor(`the order ${prefix}`, async () =>
        (await listOrders()).find((one) => one.metadata.name?.startsWith(prefix) === true && good(one)),
      ),
    async cleanedUp(name) {
      await waitFor(`the proofs of ${name} to be gone`, async () => {
        const left = (await listChallenges()).filter(({ metadata }) => metadata.name?.startsWith(`${name}-`));
        const values = await dns.txtRecords(`_acme-challenge.${name}.example.com`);
        return left.length + values.length === 0 || undefined;
      });
    },
    async eventsAbout(prefix) {
      const json = await scene.plane.kubectlOrThrow(['get', 'events', '-n', namespace, '-o', 'json']);
      const { items } = JSON.parse(json) as { readonly items: Event[] };
      return items.filter(({ involvedObject }) => involvedObject.name?.startsWith(prefix));
    },
    async stop() {
      await scene.stop();
      await acme.stop();
      await dns.stop();
    },
  };
}

/** Authoritative servers are found as on the Internet, but starting from our own name server. */
function startWithNameserver(
  scene: ControllerScene,
  dns: Bind9,
  { settings, ...options }: StartOptions = {},
): Promise<TestController> {
  const looking = { ...defaultSettings.challenges, recursiveNameservers: [dns.server] };
  return scene.start({ ...options, settings: { challenges: looking, ...settings } });
}

/**
 * Kills the process behind a connection instead of its n-th write (events not counted): everything that it did before, at
 * the CA and in DNS, is done, and the API server never hears of it.
 */
export function dyingBeforeWrite(n: number, connection: ClusterConnection): Mortal {
  const { promise: died, resolve } = Promise.withResolvers<void>();
  let writes = 0;
  const writing = (method: (resource: Resource, ...rest: unknown[]) => Promise<unknown>) => {
    return (resource: Resource, ...rest: unknown[]) => {
      if (resource.plural !== 'events') writes += 1;
      if (writes < n) return method(resource, ...rest);
      resolve();
      return Promise.reject(new TransientFailure('ApiServerUnreachable', 'this process is dead'));
    };
  };
  const names = ['create', 'replace', 'replaceStatus', 'apply', 'patch', 'delete'] as const;
  const methods = names.map((name) => [name, writing(connection[name].bind(connection) as never)]);
  return {
    connection: Object.assign(Object.create(connection) as ClusterConnection, Object.fromEntries(methods)),
    died,
  };
}
