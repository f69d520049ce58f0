import { beforeAll, describe, expect, it } from 'vitest';

import { certificateFor } from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { startedFor } from '../cluster/suite.ts';
import { namespace, startEndToEnd } from './end-to-end-scene.ts';

const scene = startedFor(() => startEndToEnd({ pebble: { authzReusePercent: 0 } }));
const requester = 'system:serviceaccount:certloom:certloom-controller';

/** One for each way it can go: issued by a CA, issued by ACME, and waiting for a DNS server that refuses us. */
beforeAll(async () => {
  const { dns } = scene();
  const rfc2136 = { nameserver: dns.server, tsigKeyName: 'nobody', tsigAlgorithm: 'HMACSHA256' };
  const refused = { ...rfc2136, tsigSecretSecretRef: { name: 'tsig', key: 'secret' } };
  await scene().apply(
    scene().acmeIssuer('acme'),
    scene().acmeIssuer('refused', { solvers: [{ dns01: { rfc2136: refused } }] }),
  );
  await Promise.all(['ca', 'acme', 'refused'].map((name) => scene().readyIssuer(name)));
  await scene().apply(
    certificateFor('leaf'),
    certificateFor('web', { issuerRef: { name: 'acme' } }),
    certificateFor('stuck', { issuerRef: { name: 'refused' } }),
  );
  await Promise.all(['leaf', 'web'].map((name) => scene().ready(name)));
  await waitFor('the challenge to complain, and the events to arrive', async () => {
    const [stuck, web] = [await scene().events('stuck'), await scene().events('web')];
    return (stuck.some(({ reason }) => reason === 'PresentError') && web.length === 6) || undefined;
  });
});

async function kubectl(...args: string[]): Promise<string> {
  return scene().plane.kubectlOrThrow([...args, '-n', namespace]);
}

/** Cells by the columns of the header, so that a value may be empty; ages are left out. */
function rows(table: string): readonly Readonly<Record<string, string>>[] {
  const [header = '', ...lines] = table.trimEnd().split('\n');
  const columns = [...header.matchAll(/(\S+)\s*/g)].map(({ 1: name = '', index, 0: { length } }) => ({
    name,
    from: index,
    to: index + length,
  }));
  const last = columns.at(-1)?.from;
  return lines.map((line) =>
    Object.fromEntries(
      columns
        .filter(({ name }) => name !== 'AGE')
        .map(({ name, from, to }) => [name, line.slice(from, from === last ? undefined : to).trim()]),
    ),
  );
}

/** The table of each kind, as `kubectl get` of several kinds prints them. */
function tables(printed: string): readonly string[] {
  return printed.trimEnd().split('\n\n');
}

describe('kubectl get certificate,certificaterequest,order,challenge -A', () => {
  const kinds = 'certificate,certificaterequest,order,challenge';

  it('shows what is ready, what waits, and for whom', async () => {
    const printed = await scene().plane.kubectlOrThrow(['get', kinds, '-A']);
    const [certificates = '', requests = '', orders = '', challenges = ''] = tables(printed);

    expect(rows(certificates)).toEqual(
      ['leaf', 'root', 'stuck', 'web'].map((name) => ({
        NAMESPACE: namespace,
        NAME: `certificate.cert-manager.io/${name}`,
        READY: name === 'stuck' ? 'False' : 'True',
        SECRET: `${name}-tls`,
      })),
    );
    const issuers = { leaf: 'ca', root: 'self-signed', stuck: 'refused', web: 'acme' };
    expect(rows(requests)).toEqual(
      Object.entries(issuers).map(([name, issuer]) => ({
        NAMESPACE: namespace,
        NAME: `certificaterequest.cert-manager.io/${name}-1`,
        APPROVED: 'True',
        DENIED: '',
        READY: name === 'stuck' ? 'False' : 'True',
        ISSUER: issuer,
        REQUESTER: requester,
      })),
    );
    expect(rows(orders)).toEqual([
      { NAMESPACE: namespace, NAME: expect.stringMatching(/order\.\S+\/stuck-1-\d+$/), STATE: 'pending' },
      { NAMESPACE: namespace, NAME: expect.stringMatching(/order\.\S+\/web-1-\d+$/), STATE: 'valid' },
    ]);
    expect(rows(challenges)).toEqual([
      expect.objectContaining({
        NAMESPACE: namespace,
        NAME: expect.stringMatching(/^challenge\.acme\.cert-manager\.io\/stuck-1-\d+-\d+$/),
        DOMAIN: 'stuck.example.com',
      }),
    ]);
  });

  it('says why, with -o wide', async () => {
    const [certificates = '', requests = '', orders = '', challenges = ''] = tables(
      await kubectl('get', kinds, '-o', 'wide'),
    );
    const statusOf = (table: string, column: string) => rows(table).map((row) => row[column]);

    expect(statusOf(certificates, 'STATUS')).toEqual([
      'Certificate is up to date and has not expired',
      'Certificate is up to date and has not expired',
      'Issuing certificate as Secret does not exist',
      'Certificate is up to date and has not expired',
    ]);
    expect(statusOf(certificates, 'ISSUER')).toEqual(['ca', 'self-signed', 'refused', 'acme']);
    expect(statusOf(requests, 'STATUS')).toEqual([
      'Certificate fetched from issuer successfully',
      'Certificate fetched from issuer successfully',
      expect.stringMatching(/^Waiting on certificate issuance from order shop\/stuck-1-\d+: "pending"/),
      'Certificate fetched from issuer successfully',
    ]);
    expect(statusOf(orders, 'REASON')).toEqual([expect.stringMatching(/stuck\.example\.com.*nobody/), '']);
    expect(statusOf(challenges, 'REASON')).toEqual([expect.stringContaining('nobody')]);
  });

  it('finds all of it under the category and the short names that people type', async () => {
    const all = await kubectl('get', 'cert-manager', '-o', 'name');
    const short = await kubectl('get', 'cert,cr,iss', '-o', 'name');

    for (const line of short.trimEnd().split('\n')) expect(all).toContain(line);
    expect(all).toMatch(/^order\.acme\.cert-manager\.io\//m);
    expect(all).toMatch(/^challenge\.acme\.cert-manager\.io\//m);
  });

  it('lets scripts wait', async () => {
    const wait = await kubectl('wait', '--for=condition=Ready', '--timeout=5s', 'cert/leaf', 'cert/web');

    expect(wait).toBe(
      'certificate.cert-manager.io/leaf condition met\ncertificate.cert-manager.io/web condition met\n',
    );
  });
});

interface ToldEvent {
  readonly type: string;
  readonly reason: string;
  readonly message: string;
}

/** The events at the end of `kubectl describe`, oldest first as it prints them. */
function describedEvents(description: string): readonly ToldEvent[] {
  const [, table = ''] = description.split('\nEvents:');
  return table
    .split('\n')
    .slice(3)
    .flatMap((line) => {
      const [type = '', reason = '', ...others] = line.trim().split(/\s{2,}/);
      return type === '' ? [] : [{ type, reason, message: others.at(-1) ?? '' }];
    });
}

describe('kubectl describe', () => {
  it.each(['leaf', 'web'])('of certificate %s tells its story from conditions to events', async (name) => {
    const description = await kubectl('describe', 'certificate', name);

    expect(description).toMatch(/Message:\s+Certificate is up to date and has not expired/);
    expect(description).toMatch(/Reason:\s+Ready\n\s+Status:\s+True\n\s+Type:\s+Ready/);
    expect(description).toMatch(
      /Not After:.*\n\s+Not Before:.*\n\s+Observed Generation:\s+1\n\s+Renewal Time:/,
    );
    expect(description).toMatch(/Revision:\s+1\n/);
    expect(describedEvents(description)).toEqual([
      { type: 'Normal', reason: 'Issuing', message: 'Issuing certificate as Secret does not exist' },
      {
        type: 'Normal',
        reason: 'Requested',
        message: `Created new CertificateRequest resource "${name}-1"`,
      },
      { type: 'Normal', reason: 'Issuing', message: 'The certificate has been successfully issued' },
    ]);
  });

  it('of the order says that it is complete', async () => {
    const name = (await kubectl('get', 'orders', '-o', 'name')).match(/web-1-\d+/)?.[0] ?? '';

    expect(describedEvents(await kubectl('describe', 'order', name))).toEqual([
      { type: 'Normal', reason: 'Complete', message: 'Order completed successfully' },
    ]);
  });

  it('of the challenge that is stuck says what the DNS server answered', async () => {
    const description = await kubectl('describe', 'challenge');

    expect(description).toMatch(/Reason:\s+\S+ answered NOTAUTH .* with key \\?"nobody/);
    expect(describedEvents(description)).toContainEqual({
      type: 'Warning',
      reason: 'PresentError',
      message: expect.stringMatching(/^Error presenting challenge: .*nobody/),
    });
  });

  it('of the issuers says what was verified', async () => {
    expect(await kubectl('describe', 'issuer', 'ca')).toMatch(/Message:\s+Signing CA verified/);
    expect(await kubectl('describe', 'issuer', 'acme')).toMatch(
      /Message:\s+The ACME account was registered with the ACME server/,
    );
  });

  it('shows no private key and no token of ours anywhere', async () => {
    const all = await kubectl('get', 'cert-manager', '-o', 'yaml');

    expect(all).not.toMatch(/PRIVATE KEY|LS0tLS1CRUdJTi[A-Za-z0-9+/]*UFJJVkFURSBLRV/);
    expect(all).not.toContain(scene().dns.tsig.secret);
  });
});
