import { fetch } from 'undici';
import { afterEach, describe, expect, it } from 'vitest';
import { startFakeDnspod } from './fake-dnspod.ts';
import type { FakeDnspod } from './fake-dnspod.ts';

describe('the old API of a DNSPod account', () => {
  let dnspod: FakeDnspod | undefined;
  afterEach(() => dnspod?.stop());

  async function start() {
    const fake = await startFakeDnspod({ zones: ['shop.example'], listLagSeconds: 0 });
    dnspod = fake;
    const right = `${String(fake.token.id)},${fake.token.token}`;
    return async (action: string, form: Readonly<Record<string, string>>, changes: object = {}) => {
      const body = new URLSearchParams({ login_token: right, format: 'json', ...form }).toString();
      const headers = {
        'user-agent': 'tests/1.0 (hostmaster@shop.example)',
        'content-type': 'application/x-www-form-urlencoded',
        ...changes,
      };
      const response = await fetch(`${fake.url}/${action}`, { method: 'POST', headers, body });
      const { status, ...rest } = (await response.json()) as { readonly status: { readonly code: string } };
      return { code: status.code, ...rest };
    };
  }
  const txt = {
    domain: 'shop.example',
    sub_domain: '_acme-challenge',
    record_type: 'TXT',
    record_line: '默认',
    value: 'v',
  };

  it('creates, lists and removes in strings', async () => {
    const call = await start();
    const created = await call('Record.Create', txt);
    const { id } = (created as unknown as { readonly record: { readonly id: string } }).record;

    expect(await call('Record.Create', txt)).toEqual({ code: '104' });
    expect(
      await call('Record.List', { domain: 'shop.example', sub_domain: '_acme-challenge' }),
    ).toMatchObject({
      code: '1',
      info: { record_total: '1' },
      records: [{ id, name: '_acme-challenge', type: 'TXT', value: 'v', line_id: '0', ttl: '600' }],
    });
    expect(await call('Record.Remove', { domain: 'shop.example', record_id: id })).toEqual({ code: '1' });
    expect(await call('Record.Remove', { domain: 'shop.example', record_id: id })).toEqual({ code: '8' });
    expect(await call('Record.List', { domain: 'shop.example' })).toEqual({ code: '10' });
  });

  it('wants to know who calls', async () => {
    const call = await start();

    expect(await call('Record.List', { domain: 'shop.example' }, { 'user-agent': 'undici' })).toEqual({
      code: '-99',
    });
  });

  it('lets nobody in after thirty failures, not even with the right token', async () => {
    const call = await start();
    for (let failures = 0; failures < 30; failures += 1) {
      expect(await call('Record.List', { ...txt, login_token: '1,wrong' })).toEqual({ code: '-1' });
    }

    expect(await call('Record.List', txt)).toEqual({ code: '-8' });
  });
});
