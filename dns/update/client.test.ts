import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../test/cluster/loopback.ts';
import { runOrThrow, startProcess } from '../../test/cluster/process.ts';
import type { RunningProcess } from '../../test/cluster/process.ts';
import { startFakeNameserver } from '../../test/fakes/nameserver/fake-nameserver.ts';
import { sendUpdate } from './client.ts';
import type { UpdateTarget } from './target.ts';
import { tsigAlgorithms } from './tsig.ts';
import type { TsigAlgorithm, TsigKey } from './tsig.ts';

const keyOf = (algorithm: TsigAlgorithm): TsigKey => ({
  name: `key-${algorithm.toLowerCase()}`,
  algorithm,
  secret: randomBytes(32),
});
const keys = Object.fromEntries(tsigAlgorithms.map((one) => [one, keyOf(one)])) as Record<
  TsigAlgorithm,
  TsigKey
>;
const confined: TsigKey = { ...keyOf('HMACSHA256'), name: 'key-confined' };

function configuration(dir: string, port: number): string {
  const all = [...Object.values(keys), confined];
  const clauses = all.map(({ name, algorithm, secret }) => {
    const words = algorithm.toLowerCase().replace('hmac', 'hmac-');
    return `key "${name}" { algorithm ${words}; secret "${secret.toString('base64')}"; };`;
  });
  const grants = Object.values(keys).map(({ name }) => `grant "${name}" zonesub TXT;`);
  return `${clauses.join('\n')}
controls { };
options { directory "${dir}"; pid-file none; session-keyfile none; recursion no; notify no;
  listen-on port ${port} { 127.0.0.1; }; listen-on-v6 { none; }; };
zone "shop.example" { type primary; file "${dir}/zone"; update-policy {
  ${grants.join(' ')} grant "key-confined" subdomain allowed.shop.example. TXT; }; };
`;
}

const zoneFile = `$TTL 60
@ IN SOA ns1.shop.example. admin.shop.example. 1 3600 600 86400 1
@ IN NS ns1.shop.example.
ns1 IN A 127.0.0.1
`;

describe('a real bind9 with a key for each algorithm', () => {
  let dir: string;
  let port: number;
  let named: RunningProcess;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'certloom-update-'));
    port = await freePort();
    await writeFile(join(dir, 'zone'), zoneFile);
    await writeFile(join(dir, 'named.conf'), configuration(dir, port), { mode: 0o600 });
    named = startProcess({
      name: 'bind9',
      command: 'named',
      args: ['-f', '-c', join(dir, 'named.conf')],
      logFile: join(dir, 'named.log'),
    });
    await named.until('bind9', async () => ((await dig('shop.example', 'SOA')) === '' ? undefined : true));
  }, 30_000);
  afterAll(async () => {
    await named.stop();
    await rm(dir, { recursive: true, force: true });
  });

  const dig = async (name: string, type: string): Promise<string> => {
    const to = ['@127.0.0.1', '-p', String(port), '+short', '+norecurse', '+tries=1', '+time=2'];
    return (await runOrThrow('dig', [...to, name, type])).trim();
  };
  const txt = async (name: string): Promise<readonly string[]> =>
    (await dig(name, 'TXT'))
      .split('\n')
      .filter((line) => line !== '')
      .toSorted();
  const target = (changes: Partial<UpdateTarget> = {}): UpdateTarget => ({
    endpoint: { host: '127.0.0.1', port },
    protocol: 'UDP',
    zone: 'shop.example.',
    key: keys.HMACSHA256,
    ...changes,
  });
  const add = (fqdn: string, value: string, to = target()): Promise<void> =>
    sendUpdate(to, { do: 'add', fqdn, value, ttlSeconds: 60 }, new Date());
  const remove = (fqdn: string, value: string, to = target()): Promise<void> =>
    sendUpdate(to, { do: 'remove', fqdn, value }, new Date());

  it.each(tsigAlgorithms)(
    'takes an update signed with %s, by UDP and by TCP, and its reply is believed',
    async (algorithm) => {
      const key = keys[algorithm];
      const fqdn = `${algorithm.toLowerCase()}.shop.example.`;

      await add(fqdn, 'by UDP', target({ key }));
      await add(fqdn, 'by TCP', target({ key, protocol: 'TCP' }));

      expect(await txt(fqdn)).toEqual(['"by TCP"', '"by UDP"']);
    },
  );

  it('removes one value and keeps the one beside it', async () => {
    const fqdn = '_acme-challenge.shop.example.';
    await add(fqdn, 'apex');
    await add(fqdn, 'wildcard');

    await remove(fqdn, 'apex');

    expect(await txt(fqdn)).toEqual(['"wildcard"']);
  });

  it('takes the same addition and the same removal twice', async () => {
    const fqdn = 'twice.shop.example.';

    await add(fqdn, 'v');
    await add(fqdn, 'v');
    expect(await txt(fqdn)).toEqual(['"v"']);

    await remove(fqdn, 'v');
    await remove(fqdn, 'v');
    expect(await txt(fqdn)).toEqual([]);
  });

  it('takes a value too long for a datagram, by TCP of its own accord', async () => {
    const value = 'x'.repeat(600);

    await add('long.shop.example.', value);

    expect((await dig('long.shop.example', 'TXT')).replaceAll(/[" ]/g, '')).toBe(value);
  });

  it('does not know a key of another name', async () => {
    const key = { ...keys.HMACSHA256, name: 'nobody' };

    await expect(add('a.shop.example.', 'v', target({ key }))).rejects.toMatchObject({
      retry: false,
      reason: 'DnsUpdateNotAuthorized',
      message: `127.0.0.1:${port} answered NOTAUTH to the update of zone shop.example. (BADKEY) with key "nobody" (HMACSHA256): the server has no key of this name and algorithm`,
    });
  });

  it('sees that the secret is another one', async () => {
    const key = { ...keys.HMACSHA256, secret: Buffer.from('guessed') };

    await expect(add('a.shop.example.', 'v', target({ key }))).rejects.toThrow(
      '(BADSIG) with key "key-hmacsha256" (HMACSHA256): the secret of the key is not the one that the server has',
    );
  });

  it('sees that our clock is an hour late', async () => {
    const hourAgo = new Date(Date.now() - 3_600_000);
    const change = { do: 'remove', fqdn: 'a.shop.example.', value: 'v' } as const;

    await expect(sendUpdate(target(), change, hourAgo)).rejects.toMatchObject({
      retry: true,
      message: expect.stringContaining('(BADTIME)') as string,
    });
  });

  it('refuses what its policy does not allow', async () => {
    await add('x.allowed.shop.example.', 'v', target({ key: confined }));
    const beyond = add('x.shop.example.', 'v', target({ key: confined }));

    await expect(beyond).rejects.toMatchObject({
      retry: false,
      reason: 'DnsUpdateRefused',
      message: `127.0.0.1:${port} answered REFUSED to the update of zone shop.example.: its policy does not allow key "key-confined" (HMACSHA256) to change this name`,
    });
  });

  it('refuses what is not signed', async () => {
    await expect(add('x.shop.example.', 'v', target({ key: undefined }))).rejects.toThrow(
      'its policy does not allow unsigned updates to change this name',
    );
  });

  it('is not the primary server of another zone', async () => {
    await expect(add('x.example.net.', 'v', target({ zone: 'example.net.' }))).rejects.toMatchObject({
      reason: 'DnsUpdateZoneNotFound',
      message: `127.0.0.1:${port} answered NOTAUTH to the update of zone example.net.: it is not the primary server of this zone`,
    });
  });
});

describe('a server that takes a signed update without signing its reply', () => {
  it('is not believed', async () => {
    const nameserver = await startFakeNameserver(() => ({}));
    const endpoint = { host: '127.0.0.1', port: nameserver.port };
    const change = { do: 'remove', fqdn: 'a.example.', value: 'v' } as const;
    const target = { endpoint, protocol: 'UDP', zone: 'example.', key: keys.HMACSHA256 } as const;

    await expect(sendUpdate(target, change, new Date())).rejects.toMatchObject({
      retry: true,
      reason: 'DnsUpdateReplyNotAuthentic',
    });
    await nameserver.stop();
  });
});
