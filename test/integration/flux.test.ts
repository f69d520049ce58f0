import { beforeAll, describe, expect, it } from 'vitest';

import { findCondition, isTrue } from '../../api/conditions.ts';
import { certificateRequests, certificates } from '../../api/kinds.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { type Flux, startFlux } from '../engines/flux.ts';
import { startGitOpsCluster } from '../engines/gitops-cluster.ts';
import { apps, certificate, namespace, platform } from '../engines/manifests.ts';

const scene = startedFor(startGitOpsCluster);
let flux: Flux;

beforeAll(async () => {
  flux = await startFlux(scene().plane, scene().repository);
  return () => flux.stop();
});

const get = (name: string) => scene().plane.admin.get(certificates, { namespace, name });
const shown = (name: string, type: string) => async () =>
  findCondition((await get(name))?.status?.conditions, type)?.message;

describe('all objects of an empty cluster in one Kustomization', () => {
  beforeAll(async () => {
    await flux.push({ all: { 'chart.yaml': scene().chart, ...platform(scene()), ...apps } });
    await flux.sync('all', { path: './all', timeout: '2m', retryInterval: '2s' });
    await scene().startRoles();
    await flux.until('all', 'True', '', 120);
  });

  it('are applied and waited for, until every certificate is there', async () => {
    const ready = ['web', 'public'].map(async (name) =>
      isTrue((await get(name))?.status?.conditions, 'Ready'),
    );

    expect(await Promise.all(ready)).toEqual([true, true]);
  });

  it('are not written again by the second reconcile, nor by the fifth', async () => {
    const from = await scene().moment();
    for (let times = 0; times < 4; times += 1) await flux.reconcile('all');

    expect(await scene().writesSince(from, flux.userName)).toEqual([]);
    expect(await scene().writesSince(from, 'certloom')).toEqual([]);
  });

  it('have no mark of Flux on what is made from them', async () => {
    const requests = await scene().plane.admin.list(certificateRequests, { namespace });
    const marks = requests.flatMap(({ metadata }) =>
      Object.keys({ ...metadata.labels, ...metadata.annotations }).filter((key) => key.includes('fluxcd')),
    );

    expect(requests.length).toBeGreaterThan(1);
    expect(marks).toEqual([]);
  });
});

describe('a Certificate that somebody edits in the cluster', () => {
  it('is put right by one write, and left alone from then on', async () => {
    const from = await scene().moment();
    const patch = { spec: { dnsNames: ['elsewhere.example.com'] } };
    await scene().plane.admin.patch(certificates, { namespace, name: 'web' }, patch, {
      fieldManager: 'somebody',
    });
    for (let times = 0; times < 3; times += 1) await flux.reconcile('all');

    expect((await get('web'))?.spec.dnsNames).toEqual(['web.example.com']);
    expect(await scene().writesSince(from, flux.userName)).toEqual(['patch certificates web']);
    await flux.until('all', 'True');
  });
});

describe('the three Kustomizations of examples/flux, in the place of the one', () => {
  it('become ready one after the other, and delete nothing', async () => {
    const before = await get('public');
    await flux.sync('all', { path: './all', prune: false });
    await flux.remove('all');
    await flux.push({
      certloom: { 'chart.yaml': scene().chart },
      issuers: platform(scene()),
      certificates: apps,
    });
    await flux.syncExample('flux/sync.yaml');
    for (const name of ['certloom', 'issuers', 'certificates']) await flux.until(name, 'True');
    const after = await get('public');

    expect(after?.metadata.uid).toBe(before?.metadata.uid);
    expect(after?.status?.revision).toBe(1);
  });
});

describe('a Kustomization of apps', () => {
  const app = (name: string, tree: object[]) => flux.push({ [name]: { 'app.yaml': tree } });

  it('shows the denial of what can never be issued, whole, and applies nothing', async () => {
    await app('denied', [
      certificate('denied', 'company-ca', { duration: '30m', dnsNames: ['.example.com'] }),
      certificate('beside'),
    ]);
    await flux.sync('denied', { path: './denied' });
    const message = await flux.until('denied', 'False', 'denied the request');

    await expect(message).toMatchFileSnapshot('gitops.golden/flux-denial.txt');
    expect(await get('beside')).toBeUndefined();
  });

  it('fails at once when the CA refuses, and the Certificate has the words of the CA', async () => {
    await app('refused', [certificate('refused', 'acme')]);
    await flux.sync('refused', { path: './refused', timeout: '3m' });
    const message = await flux.until('refused', 'False', 'health check failed');

    expect(message).toContain(
      "failed early due to stalled resources: [Certificate/shop/refused status: 'Failed'",
    );
    expect(await shown('refused', 'Ready')()).toContain(
      'urn:ietf:params:acme:error:rejectedIdentifier: Order included an identifier',
    );
  });

  it('is not reported as ready while our controller does not run, and is once it does', async () => {
    await scene().roles.process('controller').stop();
    await app('waiting', [certificate('waiting')]);
    await flux.sync('waiting', { path: './waiting' }); // it waits for half a minute at least
    const message = await flux.until('waiting', 'False', 'health check failed');
    await scene().roles.start('controller');
    await flux.until('waiting', 'True');

    expect(message).toContain("timeout waiting for: [Certificate/shop/waiting status: 'InProgress']");
  });

  it('takes its Certificates along when it is deleted, and they their requests', async () => {
    await flux.remove('waiting');
    await waitFor('the request to be gone', async () => {
      const left = await scene().plane.admin.list(certificateRequests, { namespace });
      return left.every(({ metadata }) => !metadata.name?.startsWith('waiting-')) || undefined;
    });

    expect(await get('waiting')).toBeUndefined();
  });
});
