import { beforeAll, describe, expect, it } from 'vitest';

import { withCondition } from '../../api/conditions.ts';
import { leases } from '../../api/core.ts';
import { certificates } from '../../api/kinds.ts';
import { elementsOf, parseHtml, textOf } from '../build/html-document.ts';
import { certificateFor, rootAndCa } from '../cluster/controller-scene.ts';
import { freePort, waitFor } from '../cluster/loopback.ts';
import { release, startRole } from '../cluster/role.ts';
import { startedFor } from '../cluster/suite.ts';
import { startTestCluster } from '../cluster/test-cluster.ts';

const namespace = 'default';
const account = `system:serviceaccount:${release.namespace}:${release.name}-controller`;
const blocked = 'shop.blocked.example.com';

const scene = startedFor(async () => {
  const port = await freePort();
  const cluster = await startTestCluster({
    values: {
      controller: { dashboard: { enabled: true } },
      webhook: { enabled: false },
      dnsSolver: { enabled: false },
    },
    roles: ['controller'],
    // the chart's is open to the cluster
    flags: { controller: [`--dashboard-listen-address=127.0.0.1:${port}`] },
    pebble: { blockedDomains: ['blocked.example.com'] },
  });
  return { ...cluster, url: `http://127.0.0.1:${port}` };
});

async function apply(...items: readonly object[]): Promise<void> {
  const stdin = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  await scene().plane.kubectlOrThrow(['apply', '-n', namespace, '-f', '-'], { stdin });
}

/** Once the page of a path says what is waited for. */
async function pageSaying(path: string, words: string | RegExp): Promise<string> {
  return waitFor(`the page ${path} to say ${words}`, async () => {
    const text = textOf(parseHtml(await (await fetch(`${scene().url}${path}`)).text()));
    return text.match(words) === null ? undefined : text;
  });
}

/** What the controller asked the API server for until now; watches that go on count once. */
async function readsSoFar(): Promise<number> {
  const events = await scene().plane.auditEvents();
  return events.filter(
    ({ user, verb }) => user.username === account && ['get', 'list', 'watch'].includes(verb),
  ).length;
}

beforeAll(async () => {
  const { acme } = scene();
  const spec = {
    acme: {
      server: acme.directoryUrl,
      caBundle: Buffer.from(acme.caPem).toString('base64'),
      privateKeySecretRef: { name: 'acme-account' },
      solvers: [{ http01: { ingress: {} } }],
    },
  };
  await apply(
    ...rootAndCa,
    certificateFor('leaf'),
    { apiVersion: 'cert-manager.io/v1', kind: 'Issuer', metadata: { name: 'acme' }, spec },
    certificateFor('refused', { issuerRef: { name: 'acme' }, dnsNames: [blocked] }),
    certificateFor('lost', { issuerRef: { name: 'nowhere' } }),
  );
});

describe('the dashboard of a controller at work', () => {
  it('names the cause of a failure in the words of the CA', async () => {
    const text = await pageSaying('/certificates/default/refused', 'Certificate refused Failed');

    expect(text).toContain(
      'rejectedIdentifier: Order included an identifier for which issuance is forbidden by policy',
    );
    expect(text).toMatch(/Told by the Order\. Who must act: .* Next: tried again in (1 hour|\d\d minutes)/);
    expect(text).toMatch(
      /Certificate refused Failed .* CertificateRequest refused-1 Failed .* Order refused-1-\d+ errored .* Issuer acme Ready/,
    );
  });

  it('lists what needs somebody before what is well', async () => {
    await pageSaying('/certificates/default/leaf', 'Certificate leaf Ready');
    const text = await pageSaying('/', /2 ▲ Need attention 0 ● In progress 2 ✔ Well/);

    expect(text).toMatch(/✖ Failed refused .* ▲ Held up lost .* ✔ Ready/);
    expect(text).toContain('issuer.cert-manager.io "nowhere" not found');
  });

  it('consists of documents without faults', async () => {
    const paths = [
      '/',
      '/?state=attention',
      '/due',
      '/issuers',
      '/certificates/default/refused',
      '/certificates/default/leaf',
    ];
    const pages = await Promise.all(paths.map(async (path) => (await fetch(`${scene().url}${path}`)).text()));

    for (const page of pages)
      expect(elementsOf(parseHtml(page)).filter(({ tag }) => tag === 'main')).toHaveLength(1);
  });

  it('finds nothing where there is nothing', async () => {
    expect((await fetch(`${scene().url}/certificates/default/none`)).status).toBe(404);
    expect((await fetch(`${scene().url}/`, { method: 'POST' })).status).toBe(405);
  });

  it('costs no request to the API server', async () => {
    const paths = [
      '/',
      '/due',
      '/issuers',
      '/certificates/default/refused',
      '/api/certificates',
      '/api/certificates/default/leaf',
    ];
    // whatever else the controller does, it does not do all the time
    await waitFor('a round of views without a read', async () => {
      const before = await readsSoFar();
      for (const path of paths.flatMap((one) => Array.from({ length: 5 }, () => one))) {
        expect((await fetch(`${scene().url}${path}`)).status).toBe(200);
      }
      return (await readsSoFar()) === before || undefined;
    });
  });

  it('holds no byte of a Secret', async () => {
    const { plane, url } = scene();
    const json = await plane.kubectlOrThrow(['get', 'secrets', '-A', '-o', 'jsonpath={.items[*].data.*}']);
    const values = json.split(' ').filter((value) => value.length > 8);
    const shown = await (await fetch(`${url}/api/certificates/default/leaf`)).text();

    expect(values.length).toBeGreaterThan(2);
    expect(
      values.filter(
        (value) => shown.includes(value) || shown.includes(Buffer.from(value, 'base64').toString()),
      ),
    ).toEqual([]);
  });
});

/** All that comes of a stream until the signal aborts. */
async function follow(path: string, signal: AbortSignal): Promise<() => string> {
  const answer = await fetch(`${scene().url}${path}`, { signal });
  let told = '';
  const reading = async (): Promise<void> => {
    for await (const part of answer.body ?? []) told += new TextDecoder().decode(part as Uint8Array);
  };
  reading().catch(() => {}); // aborted in the end
  return () => told;
}

describe('a page that is open while its certificate is renewed', () => {
  it('is told, and then shows the new one', async () => {
    const { plane } = scene();
    const closing = new AbortController();
    await pageSaying('/certificates/default/leaf', 'Revision 1');
    const told = await follow('/events/certificates/default/leaf', closing.signal);
    const leaf = await plane.admin.get(certificates, { namespace, name: 'leaf' });
    const issuing = {
      type: 'Issuing',
      status: 'True',
      reason: 'ManuallyTriggered',
      message: 'By hand',
    } as const;
    const conditions = [...withCondition(leaf?.status?.conditions, issuing, new Date())];
    await plane.admin.replaceStatus(certificates, {
      ...(leaf ?? certificateFor('leaf')),
      status: { ...leaf?.status, conditions },
    });

    await waitFor('the stream to tell', async () => told().includes('event: changed') || undefined);
    expect(await pageSaying('/certificates/default/leaf', 'Revision 2')).toMatch(
      /✔ Ready .* Revision 2 .* ✔ issued leaf-2/,
    );
    closing.abort();
  });
});

describe('a replica that waits for the lease', () => {
  it('says who holds it', async () => {
    const { plane } = scene();
    const name = 'cert-manager-controller';
    const spec = { holderIdentity: 'certloom-controller-5d9c_1', leaseDurationSeconds: 600 };
    await plane.admin.create(leases, { metadata: { name, namespace: release.namespace }, spec });
    const [port, health] = [await freePort(), await freePort()];
    const flags = [
      `--leader-election-namespace=${release.namespace}`,
      '--metrics-listen-address=0',
      `--internal-healthz-listen-address=127.0.0.1:${health}`,
      `--dashboard-listen-address=127.0.0.1:${port}`,
    ];
    const replica = await startRole(plane, 'controller', flags, { name: 'waiting' });

    const page = await replica.until('its dashboard to know', async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/`);
      const text = textOf(parseHtml(await answer.text()));
      return text.includes('certloom-controller-5d9c') ? { status: answer.status, text } : undefined;
    });
    expect(page.status).toBe(503);
    expect(page.text).toContain(`kubectl port-forward -n certloom pod/certloom-controller-5d9c ${port}`);
    expect((await replica.stop()).code).toBe(0);
  });
});

describe('a controller that is told to stop', () => {
  it('ends the streams of open pages and ends well', async () => {
    const closing = new AbortController();
    await follow('/events', closing.signal);
    const began = performance.now();
    const exit = await scene().roles.process('controller').stop();

    expect(exit.code).toBe(0);
    expect(performance.now() - began).toBeLessThan(15_000); // drains wait 20 s for what does not end
    closing.abort();
  });
});
