import { describe, expect, it } from 'vitest';
import { toolPath } from '../../tools/toolchain.ts';
import { chartDirectory } from '../cluster/chart.ts';
import { startControlPlane } from '../cluster/control-plane.ts';
import { runOrThrow } from '../cluster/process.ts';
import { release } from '../cluster/role.ts';
import { startedFor } from '../cluster/suite.ts';

describe('helm itself', () => {
  const plane = startedFor(() => startControlPlane());

  const helm = (...args: string[]) =>
    runOrThrow(toolPath('helm'), [...args, '--namespace', release.namespace], {
      env: { KUBECONFIG: plane().adminKubeconfig },
    });
  const caBundle = (kind: string) =>
    plane().kubectlOrThrow(['get', kind, '-o=jsonpath={.items[0].webhooks[0].clientConfig.caBundle}']);

  it('installs the chart and tells what to wait for', async () => {
    const notes = await helm('install', release.name, chartDirectory, '--create-namespace');

    expect(notes).toContain('STATUS: deployed');
    expect(notes).toContain('kubectl wait --for=condition=Available apiservice/v1alpha1.acme.dnspod.com');
  });

  it('leaves a caBundle that the webhook wrote where it is when it upgrades', async () => {
    const patch = [{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: 'Q0E=' }];
    const args = ['--type=json', '--field-manager=certloom-webhook', '--patch', JSON.stringify(patch)];
    await plane().kubectlOrThrow(['patch', 'validatingwebhookconfiguration', 'certloom-webhook', ...args]);

    await helm('upgrade', release.name, chartDirectory, '--set', 'webhook.timeoutSeconds=7');

    expect(await caBundle('validatingwebhookconfiguration')).toBe('Q0E=');
  });

  it('keeps the CustomResourceDefinitions when it uninstalls, and nothing else', async () => {
    await helm('uninstall', release.name);

    const left = await plane().kubectlOrThrow([
      'get',
      'crd,apiservice,clusterrole,clusterrolebinding,validatingwebhookconfiguration,mutatingwebhookconfiguration',
      '--selector=app.kubernetes.io/name=certloom',
      '--output=name',
    ]);
    const kinds = left.trim().split('\n');
    expect(kinds).toHaveLength(6);
    expect(kinds.every((name) => name.startsWith('customresourcedefinition'))).toBe(true);
  });
});
