import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';

import { isTrue } from '../../api/conditions.ts';
import { certificates } from '../../api/kinds.ts';
import { startedFor } from '../cluster/suite.ts';
import { type Application, type ArgoCd, applications, startArgoCd } from '../engines/argocd.ts';
import { startGitOpsCluster } from '../engines/gitops-cluster.ts';
import { apps, certificate, inWaves, namespace, platform } from '../engines/manifests.ts';
import { recordVersions } from '../engines/versions.ts';

const scene = startedFor(startGitOpsCluster);
let argo: ArgoCd;

beforeAll(async () => {
  argo = await startArgoCd(scene().plane, scene().repository);
  return () => argo.stop();
});

const get = (name: string) => scene().plane.admin.get(certificates, { namespace, name });
const outOfSync = ({ status }: Application) =>
  status?.resources?.filter((one) => one.status !== 'Synced').map(({ kind, name }) => `${kind} ${name}`);

describe('all objects of an empty cluster in one application', () => {
  beforeAll(async () => {
    await argo.push({ all: { 'chart.yaml': scene().chart, ...platform(scene()), ...apps } });
    await argo.app('all', { retries: 20 });
    await scene().startRoles();
    await argo.settled('all', 120);
  });

  it('are synced, and healthy once every certificate is there', async () => {
    const ready = ['web', 'public'].map(async (name) =>
      isTrue((await get(name))?.status?.conditions, 'Ready'),
    );

    expect(await Promise.all(ready)).toEqual([true, true]);
  });

  it.each([
    { diff: 'three ways', serverSideDiff: false },
    { diff: 'on the server', serverSideDiff: true },
  ])(
    'do not differ from Git when they are compared $diff, again and again, and nobody writes',
    async ({ serverSideDiff }) => {
      await argo.app('all', { serverSideDiff });
      const from = await scene().moment();
      for (let times = 0; times < 4; times += 1) expect(outOfSync(await argo.refresh('all'))).toEqual([]);

      expect(await scene().writesSince(from, argo.userName)).toEqual([]);
      expect(await scene().writesSince(from, 'certloom')).toEqual([]);
    },
  );
});

describe('issuers and certificates in waves', () => {
  it('pass from wave to wave without a failure on the way', async () => {
    await argo.push({ waves: { 'waves.yaml': inWaves } });
    await argo.app('waves');
    const { status } = await argo.settled('waves');

    expect(status?.operationState).toMatchObject({ phase: 'Succeeded' });
    expect(status?.operationState?.message).toBe('successfully synced (all tasks run)');
  });
});

/** How often an operation was begun. */
function syncsIn(versions: readonly Application[]): number {
  const isAsked = versions.map(({ operation }) => operation !== undefined);
  return isAsked.filter((asked, at) => asked && isAsked[at - 1] !== true).length;
}

describe('certificates that somebody edits in the cluster', () => {
  const names = ['edited', 'edited-on-server'];

  it('are put right by one sync, and left alone for the next 45 seconds', async () => {
    await argo.push(Object.fromEntries(names.map((name) => [name, { 'app.yaml': [certificate(name)] }])));
    for (const name of names) await argo.app(name, { serverSideDiff: name === 'edited-on-server' });
    for (const name of names) await argo.settled(name);
    const { admin } = scene().plane;
    const recorder = await recordVersions(admin, [applications]);
    const patch = { spec: { dnsNames: ['elsewhere.example.com'] } };
    const fieldManager = 'somebody';
    for (const name of names) await admin.patch(certificates, { namespace, name }, patch, { fieldManager });
    await sleep(45_000);
    recorder.stop();

    const syncs = names.map((name) => syncsIn(recorder.of('Application', name) as readonly Application[]));
    expect(syncs).toEqual([1, 1]);
    for (const name of names) expect((await get(name))?.spec.dnsNames).toEqual([`${name}.example.com`]);
  });
});

describe('an application of one certificate', () => {
  const failed = ({ status }: Application) => status?.operationState?.phase === 'Failed';

  it('shows the denial of what can never be issued, whole', async () => {
    await argo.push({
      denied: {
        'app.yaml': [certificate('denied', 'company-ca', { duration: '30m', dnsNames: ['.example.com'] })],
      },
    });
    await argo.app('denied');
    const { message, syncResult } = (await argo.until('denied', failed)).status?.operationState ?? {};

    const shown = [
      `${message}`,
      ...(syncResult?.resources ?? []).map((one) => `${one.name}: ${one.message}`),
    ];
    await expect(shown.join('\n')).toMatchFileSnapshot('gitops.golden/argocd-denial.txt');
  });

  it('is Degraded in the words of the CA that refuses it', async () => {
    await argo.push({ refused: { 'app.yaml': [certificate('refused', 'acme')] } });
    await argo.app('refused');
    const { status } = await argo.until('refused', (app) => app.status?.health?.status === 'Degraded');

    const [resource] = status?.resources ?? [];
    expect(resource?.health?.message).toContain(
      'urn:ietf:params:acme:error:rejectedIdentifier: Order included an identifier for which issuance is forbidden',
    );
  });

  it('goes with its Certificate when it is deleted', async () => {
    await argo.remove('refused');

    expect(await get('refused')).toBeUndefined();
  });
});
