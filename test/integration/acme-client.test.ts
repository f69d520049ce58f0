import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createAcmeClient } from '../../controller/acme/client.ts';
import type { AcmeClient } from '../../controller/acme/client.ts';
import { createAcmeTransport } from '../../controller/acme/transport.ts';
import type { AcmeCall } from '../../controller/acme/transport.ts';
import { decodeBundle } from '../../pki/certificate.ts';
import { createCsr, decodeCsr } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { systemClock, wait } from '../../runtime/clock.ts';
import type { Proxies } from '../../runtime/proxies.ts';
import { type Bind9, startBind9 } from '../cluster/bind9.ts';
import { type Pebble, startPebble } from '../cluster/pebble.ts';
import { sendUpdate } from '../../dns/update/client.ts';

const externalKey = Buffer.from('a shared secret of thirty-two by').toString('base64url');

let dns: Bind9;
let pebble: Pebble;
const calls: AcmeCall[] = [];

beforeAll(async () => {
  dns = await startBind9({ zones: ['shop.example'] });
  pebble = await startPebble({
    dnsServer: dns.server,
    nonceRejectPercent: 30,
    blockedDomains: ['blocked.example'],
    profiles: { quick: { description: 'six days', validityPeriod: 518_400 } },
  });
});

afterAll(async () => {
  await pebble.stop();
  await dns.stop();
});

function client(
  options: {
    readonly server?: string;
    readonly caBundle?: string;
    readonly trust?: boolean;
    readonly proxies?: Proxies;
  } = {},
) {
  const transport = createAcmeTransport({
    caBundle: options.caBundle ?? pebble.caPem,
    skipTlsVerify: options.trust ?? false,
    userAgent: 'certloom-test',
    ...(options.proxies && { proxies: options.proxies }),
    clock: systemClock,
    onCall: (call) => calls.push(call),
  });
  const key = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  return createAcmeClient({ server: options.server ?? pebble.directoryUrl, key, transport });
}

async function registered(): Promise<AcmeClient> {
  const mine = client();
  await mine.register(['Ops@shop.example']);
  return mine;
}

function dnsNames(...values: string[]) {
  return { identifiers: values.map((value) => ({ type: 'dns', value })) };
}

async function publish(name: string, value: string): Promise<void> {
  await sendUpdate(
    {
      endpoint: { host: '127.0.0.1', port: dns.port },
      protocol: 'TCP',
      zone: 'shop.example.',
      key: {
        name: dns.tsig.name,
        algorithm: 'HMACSHA256',
        secret: Buffer.from(dns.tsig.secret, 'base64'),
      },
    },
    { do: 'add', fqdn: `_acme-challenge.${name}.`, value, ttlSeconds: 60 },
    new Date(),
  );
}

/** Asks until the answer is what we want, at most five seconds. */
async function until<Answer>(ask: () => Promise<Answer>, good: (answer: Answer) => boolean): Promise<Answer> {
  for (let tries = 0; tries < 50; tries += 1) {
    const answer = await ask();
    if (good(answer)) return answer;
    await wait(systemClock, 0.1);
  }
  throw new Error('the CA did not get there');
}

async function csrFor(name: string): Promise<Buffer> {
  const names = { dnsNames: [name], ipAddresses: [], emailAddresses: [], uris: [], otherNames: [] };
  return decodeCsr(
    await createCsr({ subject: [], ...names }, await generateKey({ algorithm: 'ECDSA', size: 256 })),
  ).der;
}

describe('a server behind a proxy', () => {
  it('is reached through it, and known by the CA bundle of the issuer', async () => {
    const tunnels: string[] = [];
    const proxy = createServer().on('connect', ({ url = '' }, client) => {
      tunnels.push(url);
      const { hostname, port } = new URL(`tcp://${url}`);
      const server = connect(Number(port), hostname, () => client.write('HTTP/1.1 200 OK\r\n\r\n'));
      for (const [from, to] of [[client, server] as const, [server, client] as const]) {
        from.pipe(to);
        from.on('error', () => to.destroy());
      }
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    const { port } = proxy.address() as AddressInfo;
    const mine = client({ proxies: { https: `http://127.0.0.1:${port}`, except: '' } });

    await mine.register(['Ops@shop.example']);

    expect(tunnels[0]).toBe(new URL(pebble.directoryUrl).host);
    await mine.close();
    proxy.close();
  });
});

describe('an account at a server that refuses every third nonce', () => {
  it('is made once and found again, its contact in lower case', async () => {
    const mine = client();
    const first = await mine.register(['Ops@shop.example']);
    const again = await mine.register(['Ops@shop.example']);

    expect([first.created, again.created]).toEqual([true, false]);
    expect(again.account.url).toBe(first.account.url);
    expect(first.account.contact).toEqual(['mailto:ops@shop.example']);
  });

  it('gets a new address', async () => {
    const mine = await registered();

    expect((await mine.updateContact(['new@shop.example'])).contact).toEqual(['mailto:new@shop.example']);
  });

  it('asks for a nonce only when no answer brought one', async () => {
    const mine = await registered();
    calls.length = 0;
    for (let times = 0; times < 5; times += 1) await mine.updateContact(['ops@shop.example']);

    expect(calls.filter(({ action }) => action === 'discover')).toEqual([]);
    expect(calls.filter(({ action }) => action === 'new_nonce').length).toBeLessThanOrEqual(5);
  });

  it('lists its orders over several pages', async () => {
    const mine = await registered();
    const placed = [];
    for (let number = 1; number <= 5; number += 1)
      placed.push((await mine.newOrder(dnsNames(`n${number}.shop.example`))).url);

    expect(await mine.orderUrls(100)).toEqual(placed);
  });
});

describe('an order', () => {
  it('goes all the way: proof, finalize, certificate', async () => {
    const mine = await registered();
    const order = await mine.newOrder({ ...dnsNames('www.shop.example'), profile: 'quick' });
    const authorization = await mine.authorization(order.authorizations[0] ?? '');
    const challenge = authorization.challenges.find(({ type }) => type === 'dns-01');
    if (challenge === undefined) throw new Error('no dns-01');
    await publish('www.shop.example', await mine.challengeValue('dns-01', challenge.token));

    await mine.accept(challenge.url);
    await until(
      () => mine.authorization(authorization.url),
      ({ status }) => status === 'valid',
    );
    const ready = await until(
      () => mine.order(order.url),
      ({ status }) => status === 'ready',
    );
    await mine.finalize(ready, await csrFor('www.shop.example'));
    const issued = await until(
      () => mine.order(order.url),
      ({ status }) => status === 'valid',
    );
    const chain = decodeBundle(await mine.certificate(issued.certificateUrl ?? '', 'nobody has this name'));

    expect(chain[0]?.dnsNames).toEqual(['www.shop.example']);
    expect(chain).toHaveLength(2);
  });

  it('for a name that the CA refuses fails for good, in its words', async () => {
    const mine = await registered();

    await expect(mine.newOrder(dnsNames('www.blocked.example'))).rejects.toMatchObject({
      retry: false,
      reason: 'AcmeRejectedIdentifier',
      message: expect.stringMatching(
        /^400 urn:ietf:params:acme:error:rejectedIdentifier: .*; subproblems:\n\turn:ietf:params:acme:error:rejectedIdentifier: \[dns: www\.blocked\.example\]/,
      ),
    });
  });

  it('that does not exist is a refusal, not a mystery', async () => {
    const mine = await registered();

    await expect(mine.order(`${new URL(pebble.directoryUrl).origin}/my-order/none`)).rejects.toMatchObject({
      retry: false,
      reason: 'Acme404',
    });
  });
});

describe('a server that cannot be reached', () => {
  it.each([
    [
      'nobody listens',
      { server: 'https://127.0.0.1:1/dir' },
      /^Get "https:\/\/127\.0\.0\.1:1\/dir": dial tcp 127\.0\.0\.1:1: connect: connection refused$/,
    ],
    [
      'its name is unknown',
      { server: 'https://no-such-host.invalid/dir' },
      /: no such host$|cannot be looked up/,
    ],
  ])('because %s', async (_why, options, text) => {
    await expect(client(options).profiles()).rejects.toMatchObject({
      retry: true,
      reason: 'AcmeServerUnreachable',
      message: expect.stringMatching(text),
    });
  });

  it('because nobody we trust vouches for it, unless the issuer says not to look', async () => {
    const stranger = await dnsOnlyCa();

    await expect(client({ caBundle: stranger }).profiles()).rejects.toMatchObject({
      retry: true,
      message: expect.stringContaining('set spec.acme.caBundle'),
    });
    expect(await client({ caBundle: stranger, trust: true }).profiles()).toEqual(['quick']);
  });
});

describe('a server that wants external accounts', () => {
  it('takes them with padded and unpadded base64 alike, and nobody else', async () => {
    const strict = await startPebble({
      dnsServer: dns.server,
      externalAccountKeys: { 'key-1': externalKey },
    });
    const open = () => client({ server: strict.directoryUrl, caBundle: strict.caPem });
    try {
      await expect(open().register([])).rejects.toMatchObject({ reason: 'AcmeExternalAccountRequired' });
      for (const hmacKey of [externalKey, Buffer.from(externalKey, 'base64url').toString('base64')]) {
        expect((await open().register([], { keyId: 'key-1', hmacKey })).created).toBe(true);
      }
    } finally {
      await strict.stop();
    }
  });
});

/** The root under which Pebble issues: a CA, but not the one that vouches for its API. */
async function dnsOnlyCa(): Promise<string> {
  return pebble.root();
}
