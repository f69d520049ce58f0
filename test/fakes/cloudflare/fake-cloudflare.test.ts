import { fetch } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { startFakeCloudflare } from './fake-cloudflare.ts';
import type { FakeCloudflare, FakeCloudflareOptions } from './fake-cloudflare.ts';

describe('an account at Cloudflare', () => {
  let cloudflare: FakeCloudflare | undefined;
  afterEach(() => cloudflare?.stop());

  interface Told {
    readonly status: number;
    readonly retryAfter: string | null;
    readonly body: {
      readonly success: boolean;
      readonly errors: readonly { readonly code: number }[];
      readonly result: unknown;
      readonly result_info?: object;
    };
  }

  async function start(options: Partial<FakeCloudflareOptions> = {}) {
    const fake = await startFakeCloudflare({ zones: ['shop.example', 'other.example'], ...options });
    cloudflare = fake;
    return async (method: string, path: string, body?: object, headers?: Record<string, string>) => {
      const response = await fetch(`${fake.url}${path}`, {
        method,
        headers: headers ?? { authorization: `Bearer ${fake.token}` },
        ...(body && { body: JSON.stringify(body) }),
      });
      const retryAfter = response.headers.get('retry-after');
      return { status: response.status, retryAfter, body: await response.json() } as Told;
    };
  }

  /** @returns the path of the records of the zone */
  async function recordsOf(call: Awaited<ReturnType<typeof start>>): Promise<string> {
    const { body } = await call('GET', '/zones?name=shop.example');
    const [zone] = body.result as readonly { readonly id: string }[];
    return `/zones/${zone?.id ?? ''}/dns_records`;
  }
  const txt = { type: 'TXT', name: 'a.shop.example', content: '"v"', ttl: 60 };

  it.each([
    ['nobody', {}, 403, 9103],
    ['a token of another form', { authorization: 'Bearer x' }, 400, 6003],
    ['another token', { authorization: `Bearer ${'x'.repeat(40)}` }, 403, 9109],
    ['another key', { 'x-auth-email': 'dns@shop.example', 'x-auth-key': 'x' }, 403, 9103],
  ])('does not let %s in', async (_, headers, status, code) => {
    const call = await start();

    expect(await call('GET', '/zones', undefined, headers as Record<string, string>)).toMatchObject({
      status,
      body: { success: false, errors: [{ code }] },
    });
  });

  it('takes a record once, whether or not its content has quotes, and deletes it once', async () => {
    const call = await start();
    const path = await recordsOf(call);
    const created = await call('POST', path, txt);
    const { id } = created.body.result as { readonly id: string };

    expect(await call('POST', path, { ...txt, content: 'v' })).toMatchObject({
      status: 400,
      body: { errors: [{ code: 81058 }] },
    });
    expect(await call('DELETE', `${path}/${id}`)).toMatchObject({ status: 200, body: { result: { id } } });
    expect(await call('DELETE', `${path}/${id}`)).toMatchObject({
      status: 404,
      body: { errors: [{ code: 81044 }] },
    });
  });

  it('lists by name and type, in pages', async () => {
    const call = await start();
    const path = await recordsOf(call);
    for (const content of ['1', '2', '3']) await call('POST', path, { ...txt, content });
    await call('POST', path, { ...txt, name: 'b.shop.example' });

    expect((await call('GET', `${path}?type=TXT&name=a.shop.example&per_page=2&page=2`)).body).toMatchObject({
      result: [{ name: 'a.shop.example', content: '3', ttl: 60 }],
      result_info: { page: 2, count: 1, total_count: 3, total_pages: 2 },
    });
  });

  it('takes a name outside the zone for one below it', async () => {
    const call = await start();

    expect((await call('POST', await recordsOf(call), { ...txt, name: 'a.test' })).body.result).toMatchObject(
      {
        name: 'a.test.shop.example',
      },
    );
  });

  it('shuts everybody out for a while who asks too often', async () => {
    const call = await start({ allowance: { requests: 2, seconds: 300 } });
    await call('GET', '/zones');
    await call('GET', '/zones');

    expect(await call('GET', '/zones')).toMatchObject({ status: 429, retryAfter: '300' });
    expect(await call('GET', '/zones')).toMatchObject({ status: 429 });
  });
});
