import type { CertificateRequest } from '../../api/certificate-request/certificate-request.ts';
import type { Certificate, CertificateSpec } from '../../api/certificate/certificate.ts';
import { isTrue } from '../../api/conditions.ts';
import type { Event } from '../../api/core.ts';
import { certificateRequests, certificates } from '../../api/kinds.ts';
import { type Secret, secrets } from '../../api/secret.ts';
import { type Settings, defaultSettings } from '../../controller/settings.ts';
import { startController } from '../../controller/start.ts';
import { systemClock } from '../../runtime/clock.ts';
import { type ClusterConnection, connectCluster } from '../../runtime/connect.ts';
import { silentLog } from '../../runtime/log.ts';
import { createMetrics } from '../../runtime/metrics.ts';
import { describeAuditEvent, isWrite } from './audit.ts';
import { installChart } from './chart.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { waitFor } from './loopback.ts';
import { release } from './role.ts';

const account = { namespace: release.namespace, name: `${release.name}-controller` };
const userName = `system:serviceaccount:${account.namespace}:${account.name}`;
const apiVersion = 'cert-manager.io/v1';

/** A controller inside the test's own process, with the permissions of its ServiceAccount. */
export interface TestController {
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly settings?: Partial<Settings>;
  /** Puts something between the controller and the API server. */
  readonly through?: (connection: ClusterConnection) => ClusterConnection;
}

/** A control plane with the chart's CRDs and roles, a namespace, and the verbs that controller suites tell stories with. */
export interface ControllerScene {
  readonly plane: ControlPlane;
  readonly namespace: string;
  start(options?: StartOptions): Promise<TestController>;
  apply(...objects: readonly object[]): Promise<void>;
  certificate(name: string): Promise<Certificate | undefined>;
  /** Waits until the Certificate is ready and at rest at a revision. */
  ready(name: string, revision?: number): Promise<Certificate>;
  /** Of Certificate `name`: `<name>-tls`. */
  secret(name: string): Promise<Secret>;
  /** That Certificate `name` controls. */
  requests(name: string): Promise<readonly CertificateRequest[]>;
  events(involved: string): Promise<readonly Event[]>;
  /** What controllers wrote about objects whose name begins so, events apart: `update certificates/status`. */
  writesAbout(prefix: string): Promise<readonly string[]>;
  stop(): Promise<void>;
}

export async function startControllerScene(namespace: string): Promise<ControllerScene> {
  const plane = await startControlPlane();
  await installChart(plane, { webhook: { enabled: false }, dnsSolver: { enabled: false } }, {});
  await plane.kubectlOrThrow(['create', 'namespace', namespace]);
  const kubeconfig = await plane.kubeconfigFor(account);
  const get = (name: string) => plane.admin.get(certificates, { namespace, name });
  return {
    plane,
    namespace,
    start: (options) => startTestController(kubeconfig, options),
    async apply(...items) {
      const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
      await plane.kubectlOrThrow(['apply', '-n', namespace, '-f', '-'], { stdin });
    },
    certificate: get,
    ready: (name, revision = 1) =>
      waitFor(`certificate ${name} to be ready at revision ${revision}`, async () => {
        const found = await get(name);
        return isReadyAt(found, revision) ? found : undefined;
      }),
    async secret(name) {
      const secret = await plane.admin.get(secrets, { namespace, name: `${name}-tls` });
      if (secret === undefined) throw new Error(`there is no Secret ${name}-tls`);
      return secret;
    },
    async requests(name) {
      const all = await plane.admin.list(certificateRequests, { namespace });
      return all.filter(({ metadata }) => metadata.ownerReferences?.[0]?.name === name);
    },
    async events(involved) {
      const selector = `involvedObject.name=${involved}`;
      const args = ['get', 'events', '-n', namespace, '-o', 'json', '--field-selector', selector];
      return (JSON.parse(await plane.kubectlOrThrow(args)) as { items: Event[] }).items;
    },
    writesAbout: (prefix) => writesAbout(plane, prefix),
    stop: () => plane.stop(),
  };
}

function isReadyAt(found: Certificate | undefined, revision: number): found is Certificate {
  const { conditions, revision: reached } = found?.status ?? {};
  return isTrue(conditions, 'Ready') && !isTrue(conditions, 'Issuing') && reached === revision;
}

async function startTestController(
  kubeconfig: string,
  { settings = {}, through = (connection) => connection }: StartOptions = {},
): Promise<TestController> {
  const connection = await connectCluster({
    kubeconfig,
    userAgent: 'certloom-controller',
    fieldManager: 'cert-manager-controller',
  });
  const watching = new AbortController();
  const running = await startController({
    connection: through(connection),
    settings: { ...defaultSettings, clusterResourceNamespace: release.namespace, ...settings },
    clock: systemClock,
    log: silentLog,
    metrics: createMetrics(systemClock),
    signal: watching.signal,
  });
  return {
    async stop() {
      await running.stop();
      watching.abort();
      await connection.close();
    },
  };
}

async function writesAbout(plane: ControlPlane, prefix: string): Promise<readonly string[]> {
  const all = await plane.auditEvents();
  return all
    .filter((event) => isWrite(event) && event.user.username === userName)
    .filter(
      ({ objectRef }) => objectRef?.resource !== 'events' && objectRef?.name?.startsWith(prefix) === true,
    )
    .map(describeAuditEvent);
}

/** A Certificate with an ECDSA key from the issuer `ca`, in the Secret `<name>-tls`. */
export function certificateFor(name: string, spec: Partial<CertificateSpec> = {}): Certificate {
  return {
    apiVersion,
    kind: 'Certificate',
    metadata: { name },
    spec: {
      secretName: `${name}-tls`,
      issuerRef: { name: 'ca' },
      dnsNames: [`${name}.example.com`],
      privateKey: { algorithm: 'ECDSA' },
      ...spec,
    },
  };
}

/** A self-signed issuer, a root from it, and the issuer `ca` that signs with the root. */
export const rootAndCa: readonly object[] = [
  { apiVersion, kind: 'Issuer', metadata: { name: 'self-signed' }, spec: { selfSigned: {} } },
  certificateFor('root', {
    issuerRef: { name: 'self-signed' },
    isCA: true,
    commonName: 'test root',
    dnsNames: [],
  }),
  { apiVersion, kind: 'Issuer', metadata: { name: 'ca' }, spec: { ca: { secretName: 'root-tls' } } },
];

/** The decoded text of an entry; empty when there is none. */
export function entry(secret: Secret, key: string): string {
  return Buffer.from(secret.data?.[key] ?? '', 'base64').toString();
}
