import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dispatcherThrough, readProxies } from './proxies.ts';

describe('what the environment says about proxies', () => {
  it('is nothing as a rule', () => {
    expect(readProxies({ NO_PROXY: 'example.com', HTTPS_PROXY: ' ' })).toBeUndefined();
  });

  it('is read in capitals or not, with a scheme or not', () => {
    const proxies = readProxies({ http_proxy: 'proxy.corp:3128', HTTPS_PROXY: 'http://secure.corp:3129' });

    expect(proxies).toMatchObject({ http: 'http://proxy.corp:3128', https: 'http://secure.corp:3129' });
  });

  it('never concerns this machine and the addresses of credentials', () => {
    const { except = '' } = readProxies({ HTTPS_PROXY: 'proxy.corp:3128', NO_PROXY: '.corp' }) ?? {};

    expect(except.split(',')).toEqual(expect.arrayContaining(['localhost', '169.254.169.254', '.corp']));
  });

  it('is refused without quoting it when it is no URL', () => {
    const read = () => readProxies({ HTTPS_PROXY: 'socks5://ops:hunter2@proxy.corp' });

    expect(read).toThrow('HTTPS_PROXY is not the URL of an HTTP proxy');
    expect(read).not.toThrow('hunter2');
  });
});

describe('a dispatcher through a proxy', () => {
  let proxy: Server;
  let url: string;
  const asked: string[] = [];

  beforeAll(async () => {
    proxy = createServer().on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? 'unknown'}`);
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await once(proxy.listen(0, '127.0.0.1'), 'listening');
    url = `http://ops:secret@127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  });

  afterAll(() => proxy.close());

  async function failureOf(origin: string): Promise<string> {
    const dispatcher = dispatcherThrough({ https: url, except: 'direct.invalid' });
    try {
      const asking = dispatcher.request({ origin, path: '/', method: 'GET' });
      return await asking.then(
        () => 'none',
        (error: unknown) => String((error as NodeJS.ErrnoException).code),
      );
    } finally {
      await dispatcher.close();
    }
  }

  it('asks it for the server, as whom its URL says', async () => {
    await failureOf('https://ca.invalid');

    expect(asked).toEqual([`ca.invalid:443 Basic ${Buffer.from('ops:secret').toString('base64')}`]);
  });

  it('goes directly to what is excepted', async () => {
    asked.length = 0;

    expect(await failureOf('https://direct.invalid')).toMatch(/ENOTFOUND|EAI_AGAIN/);
    expect(asked).toEqual([]);
  });
});
