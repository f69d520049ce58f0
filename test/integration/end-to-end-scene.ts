import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Certificate } from '../../api/certificate/certificate.ts';
import { isTrue } from '../../api/conditions.ts';
import type { Event } from '../../api/core.ts';
import type { ClusterIssuer } from '../../api/issuer/issuer.ts';
import { certificates, clusterIssuers, issuers } from '../../api/kinds.ts';
import type { KubeObject, Resource } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import { repository } from '../../tools/toolchain.ts';
import { type AuditEvent, describeAuditEvent, isWrite } from '../cluster/audit.ts';
import type { ControlPlane, StopOptions } from '../cluster/control-plane.ts';
import { rootAndCa } from '../cluster/controller-scene.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { release } from '../cluster/role.ts';
import { type TestCluster, type TestClusterOptions, startTestCluster } from '../cluster/test-cluster.ts';
import { type FakeDnspod, startFakeDnspod } from '../fakes/dnspod/fake-dnspod.ts';

export const namespace = 'shop';

/** All roles as processes, with the permissions of the chart, and the verbs that people's stories are told with. */
export interface EndToEnd extends Pick<TestCluster, 'plane' | 'dns' | 'acme' | 'roles' | 'dir'> {
  readonly dnspod: FakeDnspod;
  /** In the namespace `shop`, where an object says no other. */
  apply(...objects: readonly object[]): Promise<void>;
  /** An Issuer of the CA, whose proofs are written to the name server by RFC 2136. */
  acmeIssuer(name: string, acme?: object): object;
  certificate(name: string): Promise<Certificate | undefined>;
  /** Waits until the Certificate is ready and at rest at a revision. */
  ready(name: string, revision?: number, seconds?: number): Promise<Certificate>;
  /** Waits until every Certificate whose name begins so is ready at its first revision, and there are so many. */
  allReady(prefix: string, count: number, seconds?: number): Promise<void>;
  readyIssuer(name: string): Promise<void>;
  /** An entry of the Secret `<name>-tls`, decoded. */
  entry(name: string, key: string): Promise<string>;
  /** About objects whose name begins so. */
  events(prefix: string): Promise<readonly Event[]>;
  /** What any of our processes wrote about objects whose name begins so. */
  writesAbout(prefix: string): Promise<Writes>;
  stop(options?: StopOptions): Promise<void>;
}

export interface Writes {
  /** `update certificates/status`, in the order in which they were answered. */
  readonly writes: readonly string[];
  /** How many events were written. */
  readonly events: number;
}

export interface EndToEndOptions extends TestClusterOptions {
  /** How long DNSPod's lists are behind; default 1 s. */
  readonly listLagSeconds?: number;
}

/** Takes about eight seconds: a test cluster, DNSPod, the issuers `self-signed`, `ca` and `dnspod` (a ClusterIssuer). */
export async function startEndToEnd(options: EndToEndOptions = {}): Promise<EndToEnd> {
  const dnspodPort = await freePort();
  const cluster = await startTestCluster({
    zones: ['ewhisper.cn', 'example.com'],
    flags: { 'dns-solver': [`--dnspod-endpoint=http://127.0.0.1:${dnspodPort}`] },
    ...options,
  });
  const { plane, dns } = cluster;
  const dnspod = await startFakeDnspod({
    zones: ['ewhisper.cn'],
    bind9: dns,
    port: dnspodPort,
    listLagSeconds: options.listLagSeconds ?? 1,
  });
  const scene: EndToEnd = {
    ...cluster,
    ...verbs(plane),
    dnspod,
    acmeIssuer: (name, acme = {}) => acmeIssuer(cluster, name, acme),
    async stop(more) {
      await dnspod.stop();
      await cluster.stop(more);
    },
  };
  await plane.kubectlOrThrow(['create', 'namespace', namespace]);
  await scene.apply(...credentials(scene), ...rootAndCa, await dnspodIssuer(cluster));
  return scene;
}

function verbs(plane: ControlPlane): Omit<EndToEnd, keyof TestCluster | 'dnspod' | 'acmeIssuer'> {
  const get = (name: string) => plane.admin.get(certificates, { namespace, name });
  return {
    async apply(...items) {
      const placed = items.map((item) => inNamespace(item as KubeObject));
      const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: placed });
      await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin });
    },
    certificate: get,
    ready: (name, revision = 1, seconds = 30) =>
      waitFor(`certificate ${name} to be ready`, async () => readyAt(await get(name), revision), { seconds }),
    async allReady(prefix, count, seconds = 60) {
      const look = async () => {
        const all = await plane.admin.list(certificates, { namespace });
        const ready = all.filter((one) => one.metadata.name?.startsWith(prefix) && readyAt(one, 1));
        return ready.length === count || undefined;
      };
      await waitFor(`${count} certificates ${prefix}`, look, { seconds, everyMs: 250 });
    },
    async readyIssuer(name) {
      const look = async (kind: Resource<ClusterIssuer>, at: object) =>
        isTrue((await plane.admin.get(kind, { name, ...at }))?.status?.conditions, 'Ready');
      await waitFor(`issuer ${name}`, async () => {
        return (await look(issuers, { namespace })) || (await look(clusterIssuers, {})) || undefined;
      });
    },
    async entry(name, key) {
      const found = await plane.admin.get(secrets, { namespace, name: `${name}-tls` });
      return Buffer.from(found?.data?.[key] ?? '', 'base64').toString();
    },
    async events(prefix) {
      const json = await plane.kubectlOrThrow(['get', 'events', '-n', namespace, '-o', 'json']);
      const { items } = JSON.parse(json) as { readonly items: readonly Event[] };
      return items.filter(({ involvedObject }) => involvedObject.name?.startsWith(prefix));
    },
    async writesAbout(prefix) {
      const all = (await plane.auditEvents()).filter((event) => isOurWrite(event, prefix));
      const writes = all.filter(({ objectRef }) => objectRef?.resource !== 'events');
      return { writes: writes.map(describeAuditEvent), events: all.length - writes.length };
    },
  };
}

function isOurWrite(event: AuditEvent, prefix: string): boolean {
  const { user, objectRef } = event;
  const ours = user.username.startsWith(`system:serviceaccount:${release.namespace}:`);
  return ours && isWrite(event) && objectRef?.name?.startsWith(prefix) === true;
}

function inNamespace(object: KubeObject): KubeObject {
  return { ...object, metadata: { namespace, ...object.metadata } };
}

function readyAt(found: Certificate | undefined, revision: number): Certificate | undefined {
  const { conditions, revision: reached } = found?.status ?? {};
  const atRest = isTrue(conditions, 'Ready') && !isTrue(conditions, 'Issuing') && reached === revision;
  return atRest ? found : undefined;
}

function credentials({ dns, dnspod }: EndToEnd): readonly object[] {
  const { secretId, secretKey } = dnspod.key;
  return [
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'tsig' }, stringData: { secret: dns.tsig.secret } },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'dnspod-secret', namespace: release.namespace },
      stringData: { secretId, secretKey },
    },
  ];
}

/** That of `examples/`; only addresses are changed for loopback. */
async function dnspodIssuer({ acme }: TestCluster): Promise<object> {
  const yaml = await readFile(join(repository, 'examples', 'platform', 'dnspod.yaml'), 'utf8');
  const manifest = parse(yaml) as ClusterIssuer;
  const ours = { ...manifest.spec.acme, server: acme.directoryUrl, caBundle: base64(acme.caPem) };
  return { ...manifest, spec: { acme: ours } };
}

function acmeIssuer({ acme, dns }: TestCluster, name: string, more: object): object {
  const rfc2136 = {
    nameserver: dns.server,
    tsigKeyName: dns.tsig.name,
    tsigAlgorithm: 'HMACSHA256',
    tsigSecretSecretRef: { name: 'tsig', key: 'secret' },
  };
  const spec = {
    server: acme.directoryUrl,
    caBundle: base64(acme.caPem),
    privateKeySecretRef: { name: `${name}-account` },
    solvers: [{ dns01: { rfc2136 } }],
    ...more,
  };
  return { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name }, spec: { acme: spec } };
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
