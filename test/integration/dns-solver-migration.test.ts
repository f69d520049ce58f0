import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { apiServices } from '../../api/registration.ts';
import { clusterIssuers } from '../../api/kinds.ts';
import type { KubeObject } from '../../api/resource.ts';
import { secrets } from '../../api/secret.ts';
import { repository, toolPath } from '../../tools/toolchain.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { freePort } from '../cluster/loopback.ts';
import { runOrThrow, startProcess } from '../cluster/process.ts';
import { startedFor } from '../cluster/suite.ts';
import { type FakeDnspod, startFakeDnspod } from '../fakes/dnspod/fake-dnspod.ts';
import { createUpstreamClient } from './dns-solver-client.ts';

const namespace = 'cert-manager';
const value = 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM';

/** What people have installed: a release, the group it serves, and an Issuer in the shape that it wants. */
interface Installed {
  readonly release: string;
  readonly group: string;
  /** Of the guide's section about it. */
  readonly heading: string;
  readonly secret: (dnspod: FakeDnspod) => Readonly<Record<string, string>>;
  readonly configs: (dnspod: FakeDnspod, secret: string) => Readonly<Record<string, object>>;
}

const webhooks: readonly Installed[] = [
  {
    release: 'cert-manager-webhook-dnspod',
    group: 'acme.dnspod.com',
    heading: "## From imroc's webhook",
    secret: ({ key: { secretId, secretKey } }) => ({ secretId, secretKey: `${secretKey}\n` }),
    configs: ({ key }, name) => ({
      'of 1.4 and later': {
        secretIdRef: { name, key: 'secretId' },
        secretKeyRef: { name, key: 'secretKey' },
        ttl: 600,
        recordLine: '',
      },
      'of before 1.4': { secretId: key.secretId, secretKeyRef: { name, key: 'secretKey' }, ttl: 600 },
    }),
  },
  {
    release: 'dnspod-webhook',
    group: 'acme.mycompany.com',
    heading: "## From qqshfox's webhook",
    secret: ({ token }) => ({ 'api-token': token.token }),
    configs: ({ token }, name) => ({
      'with a token': { apiID: token.id, apiTokenSecretRef: { name, key: 'api-token' }, ttl: 600 },
    }),
  },
];

const plane = startedFor(() => startControlPlane());
let dnspod: FakeDnspod;

beforeAll(async () => {
  dnspod = await startFakeDnspod({ zones: ['example.com'], listLagSeconds: 0 });
  const crds = ['apply', '--server-side', '-f', join(repository, 'charts', 'certloom', 'files', 'crds')];
  await plane().kubectlOrThrow(crds);
  await plane().kubectlOrThrow(['create', 'namespace', namespace]);
  await plane().kubectlOrThrow(['create', 'serviceaccount', 'cert-manager', '-n', namespace]);
  return () => dnspod.stop();
});

/** The commands of one section of the guide, in the order in which they are meant: what is to be kept comes first. */
async function commandsIn(heading: string): Promise<readonly string[]> {
  const guide = await readFile(join(repository, 'docs', 'migrating-dnspod.md'), 'utf8');
  const [section = ''] = guide.slice(guide.indexOf(heading) + heading.length).split('\n## ');
  return [...section.matchAll(/```sh\n([^`]+)```/g)].map(([, block = '']) => block).reverse();
}

function shell(command: string): Promise<string> {
  const path = [toolPath('helm'), toolPath('kubectl')].map((tool) => dirname(tool)).join(':');
  return runOrThrow('bash', ['-euc', `cd '${repository}'; ${command}`], {
    env: { KUBECONFIG: plane().adminKubeconfig, PATH: `${path}:/usr/bin:/bin` },
  });
}

/** What a chart of this kind leaves in the cluster, as far as it matters to who comes after it. */
function oldObjects({ release, group, secret }: Installed): readonly object[] {
  const metadata = { name: release, namespace };
  const service = { name: release, namespace, port: 443 };
  const spec = { group, version: 'v1alpha1', groupPriorityMinimum: 1000, versionPriority: 15, service };
  const injected = { 'cert-manager.io/inject-ca-from': `${namespace}/${release}-webhook-tls` };
  const webhook = { groupName: group, solverName: 'dnspod', config: {} };
  const acme = {
    server: 'https://acme.example',
    privateKeySecretRef: { name: 'account' },
    solvers: [{ dns01: { webhook } }],
  };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [{ name: 'https', port: 443 }] } },
    {
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name: `v1alpha1.${group}`, annotations: injected },
      spec,
    },
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: `${release}-secret`, namespace },
      stringData: secret(dnspod),
    },
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'ClusterIssuer',
      metadata: { name: 'dnspod' },
      spec: { acme },
    },
  ];
}

async function installOld(installed: Installed): Promise<void> {
  const { release } = installed;
  const chart = join(plane().dir, release);
  await mkdir(join(chart, 'templates'), { recursive: true });
  const about = { apiVersion: 'v2', name: release, version: '1.0.0' };
  await writeFile(join(chart, 'Chart.yaml'), stringify(about));
  const objects = oldObjects(installed).filter(
    (object) => release.startsWith('cert-manager-') || (object as KubeObject).kind !== 'ClusterIssuer',
  );
  await writeFile(
    join(chart, 'templates', 'all.yaml'),
    objects.map((object) => stringify(object)).join('---\n'),
  );
  await shell(`helm install ${release} '${chart}' --namespace ${namespace}`);
}

/** Starts the solver of a release, and sends the API server to it: there are no Pods. */
async function startSolver({ release, group }: Installed) {
  const port = await freePort();
  const yaml = await shell(`helm get manifest ${release} --namespace ${namespace}`);
  const objects = parseAllDocuments(yaml).map((document) => document.toJS() as KubeObject);
  const name = `${release}-certloom-dns-solver`;
  const deployment = objects.find(({ kind }) => kind === 'Deployment') as unknown as {
    readonly spec: {
      readonly template: { readonly spec: { readonly containers: readonly { args: string[] }[] } };
    };
  };
  const service = {
    spec: { type: 'ExternalName', externalName: 'localhost', clusterIP: null, selector: null },
  };
  await plane().kubectlOrThrow(['patch', 'service', name, '-n', namespace, '-p', JSON.stringify(service)]);
  const apiService = { spec: { service: { port } } };
  const patch = ['--type=merge', '-p', JSON.stringify(apiService)];
  await plane().kubectlOrThrow(['patch', 'apiservice', `v1alpha1.${group}`, ...patch]);
  const kubeconfig = await plane().kubeconfigFor({ namespace, name });
  return startProcess({
    name,
    command: join(repository, 'bin', 'certloom'),
    args: [
      ...(deployment.spec.template.spec.containers[0]?.args ?? []),
      `--kubeconfig=${kubeconfig}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      '--metrics-listen-address=0',
      `--dnspod-endpoint=${dnspod.url}`,
      `--dnspod-legacy-endpoint=${dnspod.url}`,
    ],
    logFile: join(plane().dir, `${name}.log`),
  });
}

describe.each(webhooks)('a cluster with $release, moved over by the command of the guide', (installed) => {
  const { release, group, heading } = installed;
  const secretName = `${release}-secret`;

  it('keeps Secret and ClusterIssuer, and gives the group to certloom', async () => {
    await installOld(installed);
    const { admin } = plane();
    const before = await admin.get(secrets, { namespace, name: secretName });
    for (const command of await commandsIn(heading)) await shell(command);

    const after = await admin.get(secrets, { namespace, name: secretName });
    expect(after?.data).toEqual(before?.data);
    expect(await admin.get(clusterIssuers, { name: 'dnspod' })).toBeDefined();
    const apiService = await admin.get(apiServices, { name: `v1alpha1.${group}` });
    expect(apiService?.spec?.service?.name).toBe(`${release}-certloom-dns-solver`);
    expect(apiService?.metadata.annotations ?? {}).not.toHaveProperty('cert-manager.io/inject-ca-from');
    expect((await plane().kubectl(['get', 'service', release, '-n', namespace])).stderr).toContain(
      'NotFound',
    );
  });

  it('answers Issuers of every shape, and of any namespace, as they are', async () => {
    const solver = await startSolver(installed);
    const shopSecret = { namespace: 'default', name: secretName };
    const stringData = JSON.stringify({ stringData: installed.secret(dnspod) });
    await plane().kubectlOrThrow(['create', 'secret', 'generic', secretName, '-n', shopSecret.namespace]);
    await plane().kubectlOrThrow(['patch', 'secret', secretName, '-n', 'default', '-p', stringData]);
    await solver.ready('the APIService to be available', async () => {
      const args = ['get', 'apiservice', `v1alpha1.${group}`, '-o=jsonpath={.status.conditions[0].status}'];
      return (await plane().kubectlOrThrow(args)) === 'True' ? true : undefined;
    });
    const account = { namespace, name: 'cert-manager' };
    const client = await createUpstreamClient(await plane().kubeconfigFor(account));

    for (const [shape, config] of Object.entries(installed.configs(dnspod, secretName)))
      for (const resourceNamespace of [namespace, 'default']) {
        const call = (action: string) =>
          client.solve(
            { groupName: group, solverName: 'dnspod' },
            {
              uid: '',
              action,
              type: 'dns-01',
              dnsName: 'example.com',
              key: value,
              resourceNamespace,
              resolvedFQDN: '_acme-challenge.example.com.',
              resolvedZone: 'example.com.',
              allowAmbientCredentials: true,
              config,
            },
          );
        await call('Present');
        expect({ shape, records: dnspod.records }).toMatchObject({ shape, records: [{ value }] });
        await call('CleanUp');
        expect({ shape, records: dnspod.records }).toEqual({ shape, records: [] });
      }
    client.close();
    await solver.stop();
  });
});

describe('the guide', () => {
  it('says the same in Chinese, command by command', async () => {
    const blocks = async (path: string) =>
      (await readFile(join(repository, 'docs', path), 'utf8')).match(/```[^`]+```/g);

    expect(await blocks('zh/migrating-dnspod.md')).toEqual(await blocks('migrating-dnspod.md'));
  });
});
