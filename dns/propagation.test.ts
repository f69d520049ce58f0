import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Answer } from 'dns-packet';
import { systemClock } from '../runtime/clock.ts';
import { startFakeNameserver } from '../test/fakes/nameserver/fake-nameserver.ts';
import type {
  AskedQuestion,
  FakeNameserver,
  ScriptedReply,
} from '../test/fakes/nameserver/fake-nameserver.ts';
import { checkTxt } from './propagation.ts';
import { createDnsView } from './resolver.ts';

const name = '_acme-challenge.shop.example.';
const zone = 'shop.example.';
const soa: Answer = {
  type: 'SOA',
  name: 'shop.example',
  ttl: 3600,
  data: {
    mname: 'ns1.shop.example',
    rname: 'admin.shop.example',
    serial: 1,
    refresh: 1,
    retry: 1,
    expire: 1,
    minimum: 180,
  },
};

function txt(...values: readonly string[]): ScriptedReply {
  return { answers: values.map((data) => ({ type: 'TXT', name, ttl: 60, data })) };
}

/** Everything but TXT: what a resolver knows of shop.example. with its two nameservers on 127.0.0.2 and 127.0.0.3. */
const world: Readonly<Record<string, ScriptedReply>> = {
  'SOA shop.example.': { answers: [soa], authoritative: false },
  'NS shop.example.': {
    answers: ['ns1.shop.example', 'ns2.shop.example'].map((data) => ({
      type: 'NS',
      name: 'shop.example',
      ttl: 60,
      data,
    })),
  },
  'A ns1.shop.example.': { answers: [{ type: 'A', name: 'ns1.shop.example', ttl: 60, data: '127.0.0.2' }] },
  'A ns2.shop.example.': { answers: [{ type: 'A', name: 'ns2.shop.example', ttl: 60, data: '127.0.0.3' }] },
};

function resolver(
  changes: Readonly<Record<string, ScriptedReply>> = {},
): (question: AskedQuestion) => ScriptedReply {
  const known = { ...world, ...changes };
  return ({ type, name }) => known[`${type} ${name}`] ?? { rcode: 'NXDOMAIN', authoritative: false };
}

describe('two nameservers of a zone', () => {
  let recursive: FakeNameserver;
  let ns1: FakeNameserver;
  let ns2: FakeNameserver;
  beforeEach(async () => {
    recursive = await startFakeNameserver(resolver());
    ns1 = await startFakeNameserver(() => txt('apex', 'wildcard'), { address: '127.0.0.2' });
    ns2 = await startFakeNameserver(() => txt('wildcard', 'apex'), { address: '127.0.0.3', port: ns1.port });
  });
  afterEach(() => Promise.all([recursive.stop(), ns1.stop(), ns2.stop()]));
  const view = (recursiveOnly = false) =>
    createDnsView({
      recursiveNameservers: [recursive.server],
      recursiveOnly,
      clock: systemClock,
      authoritativePort: ns1.port,
    });
  const check = () => checkTxt(view(), { fqdn: name, zone, values: ['apex', 'wildcard'] });

  it('are both asked, without recursion, and both have the values', async () => {
    const report = await check();

    expect(report).toEqual({
      servers: [
        { server: 'ns1.shop.example', answer: 'all', missing: [], detail: 'has all 2 values' },
        { server: 'ns2.shop.example', answer: 'all', missing: [], detail: 'has all 2 values' },
      ],
      complete: true,
      authoritative: true,
      negativeTtlSeconds: 180,
    });
    expect(ns1.asked).toMatchObject([{ type: 'TXT', recursionDesired: false }]);
    expect(recursive.asked.map(({ type }) => type)).not.toContain('TXT');
  });

  it('are not through while one of them lags', async () => {
    ns2.script = () => txt('apex', 'of somebody else');

    expect(await check()).toMatchObject({
      complete: false,
      servers: [
        { answer: 'all' },
        { answer: 'missing', missing: ['wildcard'], detail: 'lacks 1 of 2 values' },
      ],
    });
  });

  it('do not have values of a name that does not exist', async () => {
    ns1.script = () => ({ rcode: 'NXDOMAIN' });

    expect(await check()).toMatchObject({
      servers: [{ answer: 'missing', missing: ['apex', 'wildcard'] }, {}],
    });
  });

  it('are told apart when one of them is out of order', async () => {
    ns1.script = () => ({ rcode: 'SERVFAIL' });

    expect(await check()).toMatchObject({
      complete: false,
      servers: [
        { server: 'ns1.shop.example', answer: 'error', detail: 'answered SERVFAIL' },
        { answer: 'all' },
      ],
    });
  });

  it('are asked at each of their addresses, and the one that lags counts', async () => {
    const both = ['127.0.0.2', '127.0.0.3'].map(
      (data) => ({ type: 'A', name: 'ns1.shop.example', ttl: 60, data }) as const,
    );
    recursive.script = resolver({ 'A ns1.shop.example.': { answers: both } });
    ns2.script = () => txt('apex');

    expect(await check()).toMatchObject({
      servers: [
        { server: 'ns1.shop.example', answer: 'missing', missing: ['wildcard'] },
        { answer: 'missing' },
      ],
    });
  });

  it('are reported when they have no address', async () => {
    recursive.script = resolver({ 'A ns1.shop.example.': {} });

    expect(await check()).toMatchObject({
      servers: [{ answer: 'error', detail: 'has no address' }, { answer: 'all' }],
    });
  });

  it('do not pass for authoritative when something on the way answers in their place', async () => {
    ns2.script = () => ({ ...txt('apex', 'wildcard'), authoritative: false });

    expect(await check()).toMatchObject({ complete: true, authoritative: false });
  });

  it('are those of the alias that the name is', async () => {
    recursive.script = resolver({
      'CNAME www.example.net.': {
        answers: [{ type: 'CNAME', name: 'www.example.net', ttl: 60, data: name.slice(0, -1) }],
      },
      [`SOA ${name}`]: { rcode: 'NXDOMAIN' },
    });

    const report = await checkTxt(view(), {
      fqdn: 'www.example.net.',
      zone: 'example.net.',
      values: ['apex'],
    });

    expect(report).toMatchObject({ complete: true, servers: [{ server: 'ns1.shop.example' }, {}] });
  });

  it('hear each question once when two checks run at the same time', async () => {
    const one = view();
    const checkOne = () => checkTxt(one, { fqdn: name, zone, values: ['apex'] });

    await Promise.all([checkOne(), checkOne()]);

    expect(ns1.asked.length).toBe(1);
  });

  it('are not asked at all when only recursive servers are to be trusted', async () => {
    recursive.script = (question) =>
      question.type === 'TXT' ? { ...txt('apex'), authoritative: false } : resolver()(question);

    const report = await checkTxt(view(true), { fqdn: name, zone, values: ['apex'] });

    expect(report).toMatchObject({
      complete: true,
      authoritative: false,
      servers: [{ server: recursive.server, answer: 'all', detail: 'has the value' }],
    });
    expect(ns1.asked).toEqual([]);
    expect(recursive.asked.find(({ type }) => type === 'TXT')).toMatchObject({ recursionDesired: true });
  });

  it('make a recursive server as good as authoritative when it is one of them', async () => {
    recursive.script = (question) => (question.type === 'TXT' ? txt('apex') : resolver()(question));

    expect(await checkTxt(view(true), { fqdn: name, zone, values: ['apex'] })).toMatchObject({
      authoritative: true,
    });
  });

  it('cannot be asked when the zone has none', async () => {
    recursive.script = resolver({ 'NS shop.example.': {} });

    await expect(check()).rejects.toMatchObject({
      reason: 'NoNameservers',
      message: 'Could not find the nameservers of shop.example.: it has no NS records',
    });
  });
});
