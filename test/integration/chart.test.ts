import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfigMap } from '../../api/core.ts';
import type { WebhookConfiguration } from '../../api/registration.ts';
import type { KubeObject } from '../../api/resource.ts';
import { toolPath } from '../../tools/toolchain.ts';
import { chartDirectory, type ChartValues, installChart, renderChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { run } from '../cluster/process.ts';
import { flagsInChart, release } from '../cluster/role.ts';

const waysToInstall = [
  { way: 'whole', values: [] },
  { way: 'admission only', values: ['values-admission-only.yaml'] },
  { way: 'solver only', values: ['values-solver-only.yaml'] },
] as const;

function valuesIn(file: string): ChartValues {
  return parse(readFileSync(join(chartDirectory, file), 'utf8')) as ChartValues;
}

const upstreamRoles = [
  'cainjector',
  'cluster-view',
  'controller-approve:cert-manager-io',
  'controller-certificates',
  'controller-certificatesigningrequests',
  'controller-challenges',
  'controller-clusterissuers',
  'controller-ingress-shim',
  'controller-issuers',
  'controller-orders',
  'edit',
  'view',
  'webhook:subjectaccessreviews',
] as const;

/** `kind/name` of what cert-manager 1.21 brings to all namespaces, installed by its chart as documented. */
const upstreamObjects: ReadonlySet<string> = new Set([
  ...['ClusterRole', 'ClusterRoleBinding'].flatMap((kind) =>
    upstreamRoles.map((name) => `${kind}/cert-manager-${name}`),
  ),
  'MutatingWebhookConfiguration/cert-manager-webhook',
  'ValidatingWebhookConfiguration/cert-manager-webhook',
  ...['certificates', 'certificaterequests', 'issuers', 'clusterissuers'].map(
    (plural) => `CustomResourceDefinition/${plural}.cert-manager.io`,
  ),
  ...['orders', 'challenges'].map((plural) => `CustomResourceDefinition/${plural}.acme.cert-manager.io`),
]);

describe("cert-manager's ControllerConfiguration in the chart", () => {
  it('is a file that the controller reads, as it was stated', async () => {
    const config = { featureGates: { ACMEUseARI: true }, maxConcurrentChallenges: 10 };
    const objects = await renderChart({ controller: { config } });
    const maps = objects.filter(({ kind }) => kind === 'ConfigMap') as readonly ConfigMap[];
    const map = maps.find(({ metadata }) => metadata.name === `${release.name}-controller`);

    expect(parse(map?.data?.['config.yaml'] ?? '')).toEqual(config);
    expect(flagsInChart(objects, 'controller')).toContain('--config=/etc/certloom/config.yaml');
    expect(JSON.stringify(objects)).toContain(
      JSON.stringify([{ name: 'config', mountPath: '/etc/certloom', readOnly: true }]),
    );
  });

  it('is not there when nothing is stated', async () => {
    const flags = flagsInChart(await renderChart(), 'controller');

    expect(flags.filter((flag) => flag.startsWith('--config'))).toEqual([]);
  });
});

describe('the dashboard in the chart', () => {
  const servicesOf = (objects: readonly KubeObject[]) =>
    objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);

  it('is neither served nor reachable unless it is asked for', async () => {
    const objects = await renderChart();

    expect(flagsInChart(objects, 'controller').join(' ')).not.toContain('--dashboard');
    expect(servicesOf(objects)).not.toContain(`${release.name}-dashboard`);
  });

  it('has a Service, and the names that readers call it by', async () => {
    const objects = await renderChart({
      controller: { dashboard: { enabled: true, hosts: ['a.example', 'b.example'] } },
    });

    expect(flagsInChart(objects, 'controller')).toEqual(
      expect.arrayContaining([
        '--dashboard-listen-address=0.0.0.0:9404',
        '--dashboard-hosts=a.example,b.example',
      ]),
    );
    expect(servicesOf(objects)).toContain(`${release.name}-dashboard`);
  });
});

describe('beside an upstream cert-manager the chart', () => {
  const named = (objects: readonly KubeObject[]) =>
    objects.map(({ kind, metadata: { name, namespace } }) => ({ id: `${kind}/${name}`, namespace }));

  it.each(['values-admission-only.yaml', 'values-solver-only.yaml'])(
    'brings nothing that is there already: %s',
    async (file) => {
      const objects = named(await renderChart(valuesIn(file)));

      expect(objects.filter(({ id }) => upstreamObjects.has(id))).toEqual([]);
      // beside its own namespace: where credentials are read, and the right to know the front proxy
      expect(new Set(objects.map(({ namespace }) => namespace))).toEqual(
        new Set(
          file.includes('solver')
            ? [undefined, release.namespace, 'cert-manager', 'kube-system']
            : [undefined, release.namespace],
        ),
      );
      expect(objects.filter(({ id }) => /\/cert-manager/.test(id))).toEqual([]);
    },
  );

  it.each(['values-admission-only.yaml', 'values-solver-only.yaml'])(
    'elects no leader, whose Lease is called as upstream calls its own: %s',
    async (file) => {
      expect(JSON.stringify(await renderChart(valuesIn(file)))).not.toContain('leases');
    },
  );

  it('shares only the CustomResourceDefinitions with what it takes the place of', async () => {
    const shared = named(await renderChart()).filter(({ id }) => upstreamObjects.has(id));

    expect(shared).toHaveLength(6);
    expect(shared.every(({ id }) => id.startsWith('CustomResourceDefinition/'))).toBe(true);
  });

  it('gives its webhooks a name of their own, those of namespaces too', async () => {
    const values = valuesIn('values-admission-only.yaml');
    const byNamespace = [{ name: 'payments', namespaceSelector: {}, certificate: { duration: '720h' } }];
    const webhook = { ...(values['webhook'] as object), defaults: { byNamespace } };
    const configurations = (await renderChart({ ...values, webhook })).filter(({ kind }) =>
      kind?.endsWith('WebhookConfiguration'),
    ) as readonly WebhookConfiguration[];

    expect(configurations.flatMap(({ webhooks = [] }) => webhooks.map(({ name }) => name))).toEqual([
      'payments.defaults.webhook.certloom.dev',
      'webhook.certloom.dev',
      'identity.webhook.certloom.dev',
      'webhook.certloom.dev',
    ]);
  });

  it('writes no CA into objects of others, which upstream does', async () => {
    for (const file of ['values-admission-only.yaml', 'values-solver-only.yaml']) {
      expect(JSON.stringify(await renderChart(valuesIn(file)))).not.toContain('customresourcedefinitions');
    }
  });

  it('takes no name that a webhook cannot have', async () => {
    await expect(renderChart({ webhook: { name: 'certloom' } })).rejects.toThrow('/webhook/name');
  });
});

describe('the chart', () => {
  it.each(waysToInstall)('passes helm lint, installed $way', async ({ values }) => {
    const files = values.flatMap((file) => ['--values', join(chartDirectory, file)]);

    const { code, stdout } = await run(toolPath('helm'), ['lint', '--strict', chartDirectory, ...files]);

    expect(stdout).toContain('0 chart(s) failed');
    expect(code).toBe(0);
  });

  it('refuses a value that it does not know', async () => {
    await expect(renderChart({ webhook: { timeoutSecond: 5 } })).rejects.toThrow(
      "additional properties 'timeoutSecond' not allowed",
    );
  });

  it('writes down who made a CertificateRequest wherever defaults are not wanted', async () => {
    const nowhere = { matchLabels: { team: 'nobody' } };
    const mutating = { failurePolicy: 'Ignore', namespaceSelector: nowhere };
    const objects = await renderChart({ webhook: { mutating } });
    const { webhooks } = objects.find(
      ({ kind }) => kind === 'MutatingWebhookConfiguration',
    ) as WebhookConfiguration;

    expect(webhooks).toMatchObject([
      { name: 'webhook.cert-manager.io', failurePolicy: 'Ignore', namespaceSelector: nowhere },
      { name: 'identity.webhook.cert-manager.io', failurePolicy: 'Fail', namespaceSelector: {} },
    ]);
  });

  it('may patch webhook configurations, CRDs and APIServices only where CAs are injected', async () => {
    const roleAndFlags = async (caInjector: object) => {
      const objects = await renderChart({ controller: { caInjector } });
      const role = objects.find(
        ({ kind, metadata }) => kind === 'ClusterRole' && metadata.name?.endsWith('-ca-injector'),
      ) as { readonly rules: readonly object[] } | undefined;
      const flags = flagsInChart(objects, 'controller').filter((flag) => /inject|ignore/.test(flag));
      return { rules: role?.rules, flags };
    };

    expect(await roleAndFlags({ enabled: false })).toEqual({
      rules: undefined,
      flags: ['--controllers=*,-cainjector'],
    });
    expect(
      await roleAndFlags({
        targets: ['mutatingwebhookconfigurations', 'validatingwebhookconfigurations', 'apiservices'],
        ignoreNamespaces: ['sandbox'],
      }),
    ).toMatchObject({
      rules: [
        { apiGroups: ['admissionregistration.k8s.io'], verbs: ['get', 'list', 'watch', 'patch'] },
        { resources: ['validatingwebhookconfigurations'] },
        { apiGroups: ['apiregistration.k8s.io'], resources: ['apiservices'] },
      ],
      flags: ['--enable-customresourcedefinitions-injectable=false', '--ignore-namespaces=sandbox'],
    });
    expect((await roleAndFlags({})).flags).toEqual([]);
  });

  it('brings the policies only when it is told to', async () => {
    const kinds = async (values: object) =>
      (await renderChart({ ...values })).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy').length;

    expect(await kinds({})).toBe(0);
    expect(await kinds({ policies: { enabled: true } })).toBeGreaterThan(5);
  });

  it('keeps caBundle out of Git', async () => {
    const called = (await renderChart()).filter(({ kind }) =>
      /WebhookConfiguration|APIService/.test(kind ?? ''),
    );

    expect(called).toHaveLength(3);
    expect(JSON.stringify(called)).not.toContain('caBundle');
  });
});

describe('with a certificate of the operator the chart', () => {
  const caBundle = '-----BEGIN CERTIFICATE-----\nTUlJ\n-----END CERTIFICATE-----\n';
  const configurationAnnotations = { 'cert-manager.io/inject-ca-from': 'certloom/serving' };
  const rendered = (more: object) =>
    renderChart({ webhook: { servingCertificate: { secretName: 'serving', ...more } } });
  const configurationsOf = (objects: readonly KubeObject[]) =>
    objects.filter(({ kind }) => kind?.endsWith('WebhookConfiguration')) as readonly WebhookConfiguration[];

  it('mounts it, makes none, and asks for no right to', async () => {
    const objects = await rendered({ caBundle });
    const text = JSON.stringify(objects);

    expect(flagsInChart(objects, 'webhook')).toContain('--tls-cert-file=/etc/certloom-serving/tls.crt');
    expect(text).toContain('"volumes":[{"name":"serving","secret":{"secretName":"serving"}}]');
    expect(text).not.toContain('certloom-webhook-ca');
  });

  it('states whom to trust, or leaves that to whoever the annotations call', async () => {
    const stated = configurationsOf(await rendered({ caBundle }));
    const called = configurationsOf(await rendered({ configurationAnnotations }));
    const bundles = stated.flatMap(({ webhooks = [] }) =>
      webhooks.map(({ clientConfig }) => clientConfig.caBundle),
    );

    expect(new Set(bundles)).toEqual(new Set([Buffer.from(caBundle).toString('base64')]));
    expect(called.map(({ metadata }) => metadata.annotations)).toEqual([
      configurationAnnotations,
      configurationAnnotations,
    ]);
    expect(JSON.stringify(called)).not.toContain('caBundle');
  });
});

describe('the chart in a cluster', () => {
  let plane: ControlPlane;

  beforeAll(async () => {
    plane = await startControlPlane();
    await installChart(plane, {}, {});
  });
  afterAll(() => plane?.stop());

  /** @param what `<resource>.<group>/<name>`, group and name left out where there is none */
  async function may(role: string, verb: string, what: string, namespace: string = release.namespace) {
    const [, resource, group, name] = /^([^./]+)\.?([^/]*)\/?(.*)$/.exec(what) ?? [];
    const [main, subresource] = (resource ?? '').split(':');
    const review = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SubjectAccessReview',
      spec: {
        user: `system:serviceaccount:${release.namespace}:certloom-${role}`,
        resourceAttributes: { verb, group, resource: main, subresource, name, namespace },
      },
    };
    const args = ['create', '-f', '-', '-o', 'jsonpath={.status.allowed}'];
    return (await plane.kubectlOrThrow(args, { stdin: JSON.stringify(review) })) === 'true' ? 'yes' : 'no';
  }

  it('is stored by the API server as it was written: no field is filled in or lost', async () => {
    const objects = await renderChart();
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

    const { code, stdout } = await plane.kubectl(
      ['diff', '--server-side', '--field-manager=helm', '-f', '-'],
      { stdin: list },
    );

    expect(stdout).toBe('');
    expect(code).toBe(0);
  });

  it.each(['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'])(
    'states every field of the %s that the API server would fill in',
    async (kind) => {
      const written = (await renderChart()).find((object) => object.kind === kind);
      const stored = await plane.kubectlOrThrow(['get', kind, 'certloom-webhook', '-o', 'json']);

      expect(JSON.parse(stored)).toMatchObject({ ...written, webhooks: expect.anything() });
      expect(JSON.parse(stored).webhooks).toEqual((written as unknown as { webhooks: unknown }).webhooks);
    },
  );

  it.each([
    ['controller', 'update', 'certificates:status.cert-manager.io', 'yes'],
    ['controller', 'create', 'challenges.acme.cert-manager.io', 'yes'],
    ['controller', 'list', 'secrets', 'yes'],
    ['controller', 'approve', 'signers.cert-manager.io/issuers.cert-manager.io/*', 'yes'],
    ['controller', 'approve', 'signers.cert-manager.io/issuers.example.com/*', 'no'],
    ['controller', 'create', 'dnspod.acme.dnspod.com', 'yes'],
    ['controller', 'patch', 'certificates.cert-manager.io', 'yes'],
    ['controller', 'update', 'certificates.cert-manager.io', 'no'],
    ['controller', 'watch', 'ingresses.networking.k8s.io', 'yes'],
    ['controller', 'watch', 'gateways.gateway.networking.k8s.io', 'no'],
    ['controller', 'update', 'issuers.cert-manager.io', 'no'],
    ['controller', 'update', 'certificaterequests.cert-manager.io', 'no'],
    ['controller', 'update', 'orders.acme.cert-manager.io', 'no'],
    ['controller', 'create', 'pods', 'yes'],
    ['controller', 'update', 'pods', 'no'],
    ['controller', 'update', 'services', 'no'],
    ['controller', 'update', 'ingresses.networking.k8s.io', 'yes'],
    ['controller', 'create', 'httproutes.gateway.networking.k8s.io', 'yes'],
    ['controller', 'create', 'deployments.apps', 'no'],
    ['controller', 'get', 'leases.coordination.k8s.io/cert-manager-controller', 'yes'],
    ['webhook', 'create', 'subjectaccessreviews.authorization.k8s.io', 'yes'],
    [
      'webhook',
      'patch',
      'validatingwebhookconfigurations.admissionregistration.k8s.io/certloom-webhook',
      'yes',
    ],
    ['webhook', 'patch', 'validatingwebhookconfigurations.admissionregistration.k8s.io/other', 'no'],
    ['webhook', 'get', 'secrets/certloom-webhook-ca', 'yes'],
    ['webhook', 'get', 'secrets/other', 'no'],
    ['webhook', 'list', 'secrets', 'no'],
    ['webhook', 'watch', 'issuers.cert-manager.io', 'yes'],
    ['dns-solver', 'get', 'secrets/credentials', 'yes'],
    ['dns-solver', 'list', 'secrets', 'no'],
    ['dns-solver', 'patch', 'apiservices.apiregistration.k8s.io/v1alpha1.acme.dnspod.com', 'yes'],
    ['dns-solver', 'patch', 'apiservices.apiregistration.k8s.io/v1.apps', 'no'],
    ['dns-solver', 'create', 'tokenreviews.authentication.k8s.io', 'yes'],
  ])('%s may %s %s: %s', async (role, verb, what, answer) => {
    expect(await may(role, verb, what)).toBe(answer);
  });

  it('lets the solver read credentials in its own namespace only', async () => {
    expect(await may('dns-solver', 'get', 'secrets/credentials', 'default')).toBe('no');
  });

  it("adds certificates to the cluster's own role edit, but no way to make Challenges", async () => {
    const edit = (verb: string, what: string) =>
      plane.kubectl(['auth', 'can-i', verb, what, '--as=jane', '--namespace=default']);
    await plane.kubectlOrThrow(['create', 'rolebinding', 'jane', '--clusterrole=edit', '--user=jane']);

    expect((await edit('create', 'certificates.cert-manager.io')).stdout.trim()).toBe('yes');
    expect((await edit('create', 'challenges.acme.cert-manager.io')).stdout.trim()).toBe('no');
  });
});
