import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';

import { certificateRequests, challenges } from '../../api/kinds.ts';
import { certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { lackedPermission } from '../cluster/audit.ts';
import { startedFor } from '../cluster/suite.ts';
import { type Writes, namespace, startEndToEnd } from './end-to-end-scene.ts';

const controllerAccount = 'system:serviceaccount:certloom:certloom-controller';
const scene = startedFor(() => startEndToEnd({ pebble: { authzReusePercent: 0 } }));

beforeAll(async () => {
  await scene().apply(scene().acmeIssuer('acme'));
  await Promise.all([
    scene().ready('root'),
    ...['ca', 'acme', 'dnspod'].map((name) => scene().readyIssuer(name)),
  ]);
});

/** What was written once nothing more is: events follow when the work is done. */
async function settledWrites(prefix: string, events: number): Promise<Writes> {
  return waitFor(`${events} events about ${prefix}`, async () => {
    const told = await scene().writesAbout(prefix);
    return told.events >= events ? told : undefined;
  });
}

describe('ewhisper.cn and *.ewhisper.cn, by DNSPod through the aggregated API', () => {
  const proof = '_acme-challenge.ewhisper.cn';
  let seconds = 0;

  beforeAll(async () => {
    const began = performance.now();
    await scene().apply(
      certificateFor('ewhisper', {
        issuerRef: { name: 'dnspod', kind: 'ClusterIssuer', group: 'cert-manager.io' },
        dnsNames: ['ewhisper.cn', '*.ewhisper.cn'],
      }),
    );
    await scene().ready('ewhisper');
    seconds = (performance.now() - began) / 1000;
    await waitFor('the challenges to be gone', async () => {
      const left = await scene().plane.admin.list(challenges, { namespace });
      return left.length === 0 || undefined;
    });
  });

  it('are issued within ten seconds', async () => {
    const leaf = new X509Certificate(await scene().entry('ewhisper', 'tls.crt'));

    expect(seconds).toBeLessThan(10);
    expect(leaf.checkHost('ewhisper.cn')).toBe('ewhisper.cn');
    expect(leaf.checkHost('any.ewhisper.cn')).toBe('*.ewhisper.cn');
  });

  it('had both values in DNS at the same time, and leave none', async () => {
    const changes = (await scene().dns.updateLog()).filter(({ name }) => name === proof);

    expect(changes.map(({ change }) => change)).toEqual(['add', 'add', 'delete', 'delete']);
    expect(new Set(changes.slice(0, 2).map(({ value }) => value)).size).toBe(2);
    expect(await scene().dns.txtRecords(proof)).toEqual([]);
    expect(scene().dnspod.records).toEqual([]);
  });

  it('took two calls of the solver to present and two to clean up, as the controller', async () => {
    const calls = (await scene().plane.auditEvents()).filter(
      ({ objectRef }) => objectRef?.apiGroup === 'acme.dnspod.com' && objectRef.resource === 'dnspod',
    );

    expect(
      calls.map(({ verb, user, responseStatus }) => [verb, user.username, responseStatus?.code]),
    ).toEqual(Array.from({ length: 4 }, () => ['create', controllerAccount, 201]));
  });
});

describe('what an issuance costs, with every role at work and only the permissions of the chart', () => {
  it('is five writes and three events for a certificate from a CA', async () => {
    await scene().apply(certificateFor('counted'));
    await scene().ready('counted');

    expect(await settledWrites('counted', 3)).toEqual({
      writes: [
        'update certificates/status',
        'create certificaterequests',
        'update certificaterequests/status',
        'patch secrets',
        'update certificates/status',
      ],
      events: 3,
    });
  });

  it('is sixteen writes and six events for one name by ACME', async () => {
    await scene().apply(certificateFor('acme-one', { issuerRef: { name: 'acme' } }));
    await scene().ready('acme-one');
    const { writes, events } = await settledWrites('acme-one', 6);

    expect(tally(writes)).toEqual({
      'update certificates/status': 2,
      'create secrets': 1,
      'create certificaterequests': 1,
      'update certificaterequests/status': 2,
      'create orders': 1,
      'update orders/status': 2,
      'create challenges': 1,
      'update challenges/status': 2,
      'patch challenges': 1,
      'delete challenges': 1,
      'patch secrets': 1,
      'delete secrets': 1,
    });
    expect(writes).toHaveLength(16);
    expect(events).toBe(6);
  });
});

describe('two hundred certificates from one apply', () => {
  const names = Array.from({ length: 200 }, (_, index) => `many-${index}`);

  beforeAll(async () => {
    await scene().apply(...names.map((name) => certificateFor(name)));
    await scene().allReady('many-', names.length);
  });

  it('are each issued exactly once', async () => {
    const all = await scene().plane.admin.list(certificateRequests, { namespace });
    const { writes } = await settledWrites('many-', 3 * names.length);

    expect(all.filter(({ metadata }) => metadata.name?.startsWith('many-'))).toHaveLength(200);
    expect(tally(writes)).toEqual({
      'update certificates/status': 400,
      'create certificaterequests': 200,
      'update certificaterequests/status': 200,
      'patch secrets': 200,
    });
  });

  it('are told in three events each, none of them a warning', async () => {
    const events = await scene().events('many-');

    expect(events.filter(({ type }) => type === 'Warning')).toEqual([]);
    expect(events).toHaveLength(600);
  });
});

describe('in all of this', () => {
  it('nobody asked for more than the chart allows', async () => {
    const refused = (await scene().plane.auditEvents()).filter(
      (event) => event.user.username.startsWith('system:serviceaccount:certloom:') && lackedPermission(event),
    );

    expect(refused.map(({ verb, requestURI }) => `${verb} ${requestURI}`)).toEqual([]);
  });
});

function tally(words: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
