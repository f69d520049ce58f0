import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { providerTools } from '../../test/build/provider-tools.ts';
import { exchange } from './exchange.ts';

const vendor = { label: 'Vendor', word: 'Vendor', advice: () => undefined };

describe('one request to a vendor', () => {
  it('is sent with whatever time is left, also between two milliseconds', async () => {
    const server = createServer((_request, response) => response.end('{"fine":true}'));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const request = {
      url: new URL(`http://127.0.0.1:${port}/`),
      method: 'GET',
      headers: {},
      what: 'a question',
    } as const;

    const reply = await exchange(vendor, providerTools({}), { ...request, seconds: 7.0000004 });
    server.closeAllConnections();
    server.close();

    expect(reply.json).toEqual({ fine: true });
  });
});
