import { randomInt } from 'node:crypto';

import type { Challenge } from '../../api/challenge/challenge.ts';
import { findCondition, isTrue } from '../../api/conditions.ts';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { httpRoutes, ingresses, pods, services } from '../../api/core.ts';
import type { Http01Solver } from '../../api/issuer/issuer.ts';
import { certificates, challenges, clusterIssuers, issuers } from '../../api/kinds.ts';
import { type Resource, keyOf } from '../../api/resource.ts';
import { type AuditEvent, describeAuditEvent, isWrite } from '../cluster/audit.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { type SolverPods, leadTo, startSolverPods } from '../cluster/solver-pods.ts';
import { type TestCluster, startTestCluster } from '../cluster/test-cluster.ts';
import { type Traefik, startTraefik } from '../cluster/traefik.ts';

const namespace = 'shop';

/** What the controller makes for proofs. */
const made: readonly Resource[] = [pods, services, ingresses, httpRoutes];

/** A test cluster whose names under `http.example.com` lead to Traefik, and the verbs of the stories about HTTP-01. */
export interface Http01Scene {
  readonly cluster: TestCluster;
  readonly namespace: string;
  /** Where Traefik listens. */
  readonly address: string;
  readonly pods: SolverPods;
  readonly apply: (...items: readonly object[]) => Promise<void>;
  /** An Issuer of Pebble with one solver; waits until it is ready. */
  readonly issuer: (name: string, http01: Http01Solver) => Promise<void>;
  /** The same for all namespaces. */
  readonly clusterIssuer: (name: string, http01: Http01Solver) => Promise<void>;
  readonly certificate: (name: string) => Promise<Certificate>;
  readonly ready: (name: string, seconds?: number) => Promise<void>;
  readonly challenges: () => Promise<readonly Challenge[]>;
  /** `Kind name` of everything that was made for proofs and is still there. */
  readonly leftovers: () => Promise<readonly string[]>;
  readonly cleanedUp: () => Promise<void>;
  /** What the controller asked of the API server since then. */
  readonly requestsSince: (before: number) => Promise<readonly AuditEvent[]>;
  readonly now: () => Promise<number>;
  stop(options?: { readonly keepLogs?: boolean }): Promise<void>;
  readonly dir: string;
}

export async function startHttp01Scene(): Promise<Http01Scene> {
  const address = `127.${randomInt(16, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;
  const records = [`*.http 60 IN A ${address}`, `nobody 60 IN A ${address.replace(/\d+$/, '255')}`];
  const responderPort = await freePort();
  const cluster = await startTestCluster({
    roles: ['webhook', 'controller'],
    values: {
      controller: { http01: { responder: { enabled: true, default: false } }, gateway: { enabled: true } },
    },
    flags: { controller: [`--http01-responder-listen-address=0.0.0.0:${responderPort}`] },
    zones: [{ name: 'example.com', records }],
    pebble: { httpPort: 80, authzReusePercent: 0, retryAfterSeconds: { authz: 1, order: 1 } },
  });
  const { plane, acme } = cluster;
  let traefik: Traefik | undefined;
  try {
    traefik = await startTraefik(plane, { address });
  } catch (error) {
    await cluster.stop({ keepLogs: true });
    throw new Error(`Traefik does not listen on ${address}:80; its log is in ${plane.dir}`, { cause: error });
  }
  const solverPods = startSolverPods(plane);
  await leadTo(plane, { namespace: 'certloom', name: 'certloom-http01' }, responderPort);
  await plane.kubectlOrThrow(['create', 'namespace', namespace]);
  const apply = async (...items: readonly object[]) => {
    const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await plane.kubectlOrThrow(['apply', '-n', namespace, '-f', '-'], { stdin });
  };
  const certificate = async (name: string) => {
    const found = await plane.admin.get(certificates, { namespace, name });
    if (found === undefined) throw new Error(`there is no Certificate ${name}`);
    return found;
  };
  const leftovers = async () => {
    const selector = { labelSelector: 'acme.cert-manager.io/http01-solver=true' };
    const lists = await Promise.all(
      made.map(async (resource) =>
        (await plane.admin.list(resource, selector)).map((object) => `${resource.kind} ${keyOf(object)}`),
      ),
    );
    return lists.flat();
  };
  const listChallenges = () => plane.admin.list(challenges, { namespace });
  return {
    cluster,
    namespace,
    address,
    pods: solverPods,
    dir: cluster.dir,
    apply,
    certificate,
    leftovers,
    challenges: listChallenges,
    async issuer(name, http01) {
      await apply(issuerOf('Issuer', { name, http01 }, acme));
      await waitFor(`issuer ${name}`, async () => {
        const found = await plane.admin.get(issuers, { namespace, name });
        return isTrue(found?.status?.conditions, 'Ready') || undefined;
      });
    },
    async clusterIssuer(name, http01) {
      await apply(issuerOf('ClusterIssuer', { name, http01 }, acme));
      await waitFor(`cluster issuer ${name}`, async () => {
        const found = await plane.admin.get(clusterIssuers, { name });
        return isTrue(found?.status?.conditions, 'Ready') || undefined;
      });
    },
    ready: (name, seconds = 60) =>
      waitFor(
        `certificate ${name}`,
        async () => {
          const { status } = await certificate(name);
          if (isTrue(status?.conditions, 'Ready')) return true;
          throw new Error(findCondition(status?.conditions, 'Ready')?.message ?? 'nothing is said');
        },
        { seconds },
      ).then(() => undefined),
    cleanedUp: () =>
      waitFor('all proofs to be gone', async () => {
        const left = [...(await leftovers()), ...(await listChallenges()).map(keyOf)];
        if (left.length > 0) throw new Error(`left: ${left.join(', ')}`);
        return true;
      }).then(() => undefined),
    now: async () => (await plane.auditEvents()).length,
    async requestsSince(before) {
      const events = (await plane.auditEvents()).slice(before);
      return events.filter(
        ({ user, stage, verb }) =>
          user.username === 'system:serviceaccount:certloom:certloom-controller' &&
          stage === 'ResponseComplete' &&
          verb !== 'watch',
      );
    },
    async stop(options = {}) {
      await solverPods.stop();
      await traefik?.stop();
      await cluster.stop(options);
    },
  };
}

function issuerOf(
  kind: 'Issuer' | 'ClusterIssuer',
  { name, http01 }: { readonly name: string; readonly http01: Http01Solver },
  { directoryUrl, caPem }: TestCluster['acme'],
): object {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind,
    metadata: { name },
    spec: {
      acme: {
        email: 'ops@example.com',
        server: directoryUrl,
        caBundle: Buffer.from(caPem).toString('base64'),
        privateKeySecretRef: { name: `${name}-account` },
        solvers: [{ http01 }],
      },
    },
  };
}

/** The writes among them, events apart: `create pods` and how many. */
export function counted(events: readonly AuditEvent[]): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const event of events.filter((one) => isWrite(one) && one.objectRef?.resource !== 'events')) {
    const what = describeAuditEvent(event);
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return Object.fromEntries([...counts].toSorted(([one], [other]) => one.localeCompare(other)));
}
