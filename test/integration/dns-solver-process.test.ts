import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../api/resource.ts';
import { installChart } from '../cluster/chart.ts';
import { type ControlPlane, startControlPlane } from '../cluster/control-plane.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import type { RunningProcess } from '../cluster/process.ts';
import { startRole } from '../cluster/role.ts';
import { type FakeDnspod, startFakeDnspod } from '../fakes/dnspod/fake-dnspod.ts';

const group = 'acme.dnspod.com';
const path = `/apis/${group}/v1alpha1/dnspod`;
const caller = { namespace: 'cert-manager', name: 'cert-manager' };
const value = 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM';

interface WithContainers extends KubeObject {
  readonly spec?: {
    readonly template?: {
      readonly spec?: { readonly containers?: readonly { readonly args?: readonly string[] }[] };
    };
  };
}

/** The flags that the chart gives to the container, without the role's name in front. */
function flagsOf(objects: readonly KubeObject[]): readonly string[] {
  const isSolver = ({ kind, metadata }: KubeObject) =>
    kind === 'Deployment' && metadata.name === 'certloom-dns-solver';
  const deployment: WithContainers | undefined = objects.find(isSolver);
  const [, ...flags] = deployment?.spec?.template?.spec?.containers?.[0]?.args ?? [];
  return flags;
}

describe('the solver as the chart starts it, with DNSPod behind it', () => {
  let plane: ControlPlane;
  let dnspod: FakeDnspod;
  let solver: RunningProcess;
  let callerKubeconfig: string;

  beforeAll(async () => {
    const [port, metricsPort] = await Promise.all([freePort(), freePort()]);
    [plane, dnspod] = await Promise.all([startControlPlane(), startFakeDnspod({ zones: ['ewhisper.cn'] })]);
    const off = { enabled: false };
    const values = {
      webhook: off,
      controller: off,
      crds: off,
      dnsSolver: { groupNames: [group], callers: [caller] },
    };
    const objects = await installChart(plane, values, { dnsSolver: port });
    const { secretId, secretKey } = dnspod.key;
    const items = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: caller.namespace } },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: caller },
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { namespace: 'certloom', name: 'dnspod-secret' },
        stringData: { secretId, secretKey: `${secretKey}\n` },
      },
    ];
    const list = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
    await plane.kubectlOrThrow(['apply', '-f', '-'], { stdin: list });
    callerKubeconfig = await plane.kubeconfigFor(caller);
    solver = await startRole(plane, 'dns-solver', [
      ...flagsOf(objects),
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--metrics-listen-address=127.0.0.1:${metricsPort}`,
      `--dnspod-endpoint=${dnspod.url}`,
      '--shutdown-delay-duration=1s',
    ]);
    await solver.until('the APIService to be available', async () => {
      const args = ['get', 'apiservice', `v1alpha1.${group}`, '-o=jsonpath={.status.conditions[0].status}'];
      return (await plane.kubectlOrThrow(args)) === 'True' ? true : undefined;
    });
  });
  afterAll(async () => {
    await solver?.stop();
    await dnspod?.stop();
    await plane?.stop();
  });

  /** What cert-manager posts for an Issuer in the shape that people have. */
  async function call(action: string) {
    const config = {
      secretIdRef: { name: 'dnspod-secret', key: 'secretId' },
      secretKeyRef: { name: 'dnspod-secret', key: 'secretKey' },
      ttl: 600,
    };
    const request = {
      uid: '',
      action,
      type: 'dns-01',
      dnsName: 'ewhisper.cn',
      key: value,
      resourceNamespace: 'certloom',
      resolvedFQDN: '_acme-challenge.ewhisper.cn.',
      resolvedZone: 'ewhisper.cn.',
      allowAmbientCredentials: true,
      config,
    };
    const stdin = JSON.stringify({ request });
    const options = { stdin, kubeconfig: callerKubeconfig };
    return JSON.parse(await plane.kubectlOrThrow(['create', '--raw', path, '-f', '-'], options)) as unknown;
  }

  it('puts the value of a challenge into the zone, as often as it is asked', async () => {
    expect(await call('Present')).toMatchObject({ response: { success: true } });
    expect(await call('Present')).toMatchObject({ response: { success: true } });

    expect(dnspod.records).toMatchObject([{ subDomain: '_acme-challenge', type: 'TXT', value }]);
  });

  it('takes it away again, as often as it is asked', async () => {
    expect(await call('CleanUp')).toMatchObject({ response: { success: true } });
    expect(await call('CleanUp')).toMatchObject({ response: { success: true } });

    expect(dnspod.records).toEqual([]);
  });

  it('logs each call once, and never a secret', async () => {
    const logs = await solver.logs();
    const calls = logs.split('\n').filter((line) => line.includes('A DNS01 challenge call was answered'));

    expect(calls).toHaveLength(4);
    expect(calls[0]).toContain('system:serviceaccount:cert-manager:cert-manager');
    for (const secret of [dnspod.key.secretKey, value]) expect(logs).not.toContain(secret);
  });

  it('lets a call in flight finish when it is told to stop', async () => {
    const before = dnspod.calls.length;
    const answer = call('Present');
    await waitFor(
      'the call at DNSPod',
      () => Promise.resolve(dnspod.calls.length > before ? true : undefined),
      {
        everyMs: 1,
      },
    );
    solver.kill('SIGTERM');

    expect(await answer).toMatchObject({ response: { success: true } });
    expect(await solver.exited).toEqual({ code: 0, signal: null });
  });
});
