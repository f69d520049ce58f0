import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fetch } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { TerminalFailure, TransientFailure } from '../api/failure.ts';
import type { DnsProvider } from '../dns/provider.ts';
import { solverProviders } from '../dns/providers/index.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import { fakeProvider, solverAppOptions } from '../test/build/solver-app.ts';
import {
  bodyOf,
  interpret,
  type RawAnswer,
  type UpstreamRequest,
} from '../test/integration/dns-solver-client.ts';
import { type AppOptions, createApp } from './app.ts';
import { Refusal } from './status.ts';

const servers: Server[] = [];
afterEach(() => servers.splice(0).forEach((server) => void server.close()));

const solver = { groupName: 'acme.dnspod.com', solverName: 'fake' } as const;
const path = '/apis/acme.dnspod.com/v1alpha1/fake';

/** What upstream's controller sends: no kind, no version, an empty uid. */
const request: UpstreamRequest = {
  uid: '',
  action: 'Present',
  type: 'dns-01',
  dnsName: 'example.com',
  key: 'LHDhK3oGRvkiefQnx7OOczTY5Tic_xZ6HcMOc_gmtoM',
  resourceNamespace: 'cert-manager',
  resolvedFQDN: '_acme-challenge.example.com.',
  resolvedZone: 'example.com.',
  allowAmbientCredentials: true,
  config: {},
};

async function serve(
  provider: DnsProvider<unknown>,
  changes: Partial<AppOptions> = {},
): Promise<(target?: string, body?: string) => Promise<RawAnswer>> {
  const server = createServer(createApp(solverAppOptions([provider], changes)));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return async (target = path, body = bodyOf(request)) => {
    const headers = { 'content-type': 'application/json', accept: 'application/json, */*' };
    const response = await fetch(base + target, { method: 'POST', headers, body });
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
}

const failing = (error: Error) =>
  fakeProvider({
    async present() {
      throw error;
    },
  });

describe('the traps of a challenge call', () => {
  it.each([
    ['works', fakeProvider(), path],
    ['fails', failing(new TerminalFailure('ZoneNotFound', 'no such zone')), path],
    ['breaks', failing(new TypeError('x is undefined')), path],
    ['is only a trial', fakeProvider(), `${path}?dryRun=All`],
  ])(
    'trap 1: no success without `response`, on which upstream crashes; here the call %s',
    async (_, provider, to) => {
      const post = await serve(provider);
      const answer = await post(to);

      expect(answer.status).toBe(201);
      expect(JSON.parse(answer.body)).toHaveProperty('response.uid', '');
      expect(() => interpret(answer, solver)).not.toThrow();
    },
  );

  it('trap 1: what is refused before a solver sees it is no success', async () => {
    const post = await serve(fakeProvider());

    for (const body of ['', '{}', '[]', 'null', '{"request":{}}', '{"request":null}'])
      expect(await post(path, body)).toMatchObject({ status: 400 });
    expect((await post(`${path}/status`)).status).toBe(404);
  });

  it.each(['', ' ', '\n'])(
    'trap 2: a failure never comes without words, which upstream takes for a success: %j',
    async (message) => {
      const post = await serve(failing(new TerminalFailure('Odd', message)));

      expect(interpret(await post(), solver)).toBe('the DNS01 solver failed (Odd)');
    },
  );

  it('trap 3: what went wrong is under `status`; `result` is only the name of the field in Go', async () => {
    const post = await serve(failing(new TerminalFailure('ZoneNotFound', 'no such zone')));
    const { response } = JSON.parse((await post()).body) as { response: object };

    expect(response).toMatchObject({ success: false, status: { message: 'no such zone' } });
    expect(response).not.toHaveProperty('result');
  });

  it('trap 4: a body without kind and version and with an empty uid is what upstream sends', async () => {
    const post = await serve(fakeProvider());
    const body = bodyOf(request);

    expect(Object.keys(JSON.parse(body) as object)).toEqual(['request']);
    expect(interpret(await post(path, body), solver)).toBeUndefined();
  });

  it('trap 5: client-go lower-cases the resource: every solver is served in small letters', async () => {
    const names = solverProviders().map(({ name }) => name);
    expect(names).toEqual(names.map((name) => name.toLowerCase()));

    const post = await serve(fakeProvider({ name: 'DnsPod' }));
    expect((await post('/apis/acme.dnspod.com/v1alpha1/dnspod')).status).toBe(201);
  });

  it('trap 6: an error is told in the same words on every try, or upstream tries again without pause', async () => {
    let tries = 0;
    const broken = fakeProvider({
      present() {
        tries += 1;
        throw new Error(`connect ECONNREFUSED 127.0.0.1:${40_000 + tries}, request ${tries}`);
      },
    });
    const post = await serve(broken);
    const told = [interpret(await post(), solver), interpret(await post(), solver)];

    expect(told).toEqual(Array.from({ length: 2 }, () => 'the DNS01 solver broke; its log says where'));
  });

  it('trap 7: nobody is told to wait inside the call, which would hold one of upstream’s five workers', async () => {
    const throttled = new TransientFailure('DnspodThrottled', 'slow down', { retryAfterSeconds: 60 });
    const answers = [
      await (await serve(failing(throttled)))(),
      await (await serve(fakeProvider(), { limits: { reading: 0, changing: 0 } }))(),
      await (
        await serve(fakeProvider(), { gate: () => Promise.reject(new Refusal('InternalError', 'x')) })
      )(),
    ];

    expect(answers.map(({ status }) => status)).toEqual([201, 429, 500]);
    for (const { headers } of answers) expect(headers).not.toHaveProperty('retry-after');
  });

  it('trap 8: a provider that never comes back is answered for after 25 s, before anybody cuts the call', async () => {
    const clock = new ManualClock();
    const called = Promise.withResolvers<AbortSignal>();
    const silent = fakeProvider({
      present(_record, _config, { signal }) {
        called.resolve(signal);
        return new Promise(() => {});
      },
    });
    const post = await serve(silent, { clock });
    const answer = post();
    const signal = await called.promise;
    await clock.advance(24.9);
    expect(signal.aborted).toBe(false);
    await clock.advance(0.1);

    expect(interpret(await answer, solver)).toContain('did not finish within 25 s');
    expect(signal.aborted).toBe(true);
  });
});
