import { type RequestListener, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { createSelfCheck } from './self-check.ts';

const servers: ReturnType<typeof createServer>[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

/** Asks a server on loopback for the proof. */
async function checked(handler: RequestListener, host = '127.0.0.1'): Promise<string | undefined> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const { spec } = http01Challenge({ ingress: {} }, { dnsName: host });
  return createSelfCheck({ nameservers: [], port })(spec).then((text) => text?.replaceAll(`:${port}`, ''));
}

const path = '/.well-known/acme-challenge/token-of-shop';
const key = 'token-of-shop.thumbprint';

describe('a self-check', () => {
  it('passes when the key comes back, with white space behind it or without', async () => {
    expect(await checked((_, response) => response.end(key))).toBeUndefined();
    expect(await checked((_, response) => response.end(`${key}\n`))).toBeUndefined();
  });

  it('asks IPv6 addresses too', async () => {
    const hosts: (string | undefined)[] = [];
    const answer: RequestListener = ({ headers }, response) => {
      hosts.push(headers.host);
      response.end(key);
    };

    expect(await checked(answer, '::1')).toBeUndefined();
    expect(hosts).toEqual([expect.stringMatching(/^\[::1\]:\d+$/)]);
  });

  it('asks on a connection of its own each time', async () => {
    const connections: (string | undefined)[] = [];
    await checked(({ headers }, response) => {
      connections.push(headers.connection);
      response.end(key);
    });

    expect(connections).toEqual(['close']);
  });

  it('follows redirects', async () => {
    const moving: RequestListener = ({ url }, response) =>
      url === path ? response.writeHead(302, { location: '/moved' }).end() : response.end(key);

    expect(await checked(moving)).toBeUndefined();
  });

  it.each<[string, RequestListener, string]>([
    [
      'an error',
      (_, response) => response.writeHead(503).end('unavailable'),
      "wrong status code '503', expected '200'",
    ],
    [
      'something else, whose words are nobody’s business',
      (_, response) => response.end('a secret page'),
      `did not get expected response when querying endpoint, expected "${key}" but got something else`,
    ],
    [
      'a page after a redirect',
      ({ url }, response) =>
        url === path ? response.writeHead(301, { location: '/login' }).end() : response.writeHead(404).end(),
      "wrong status code '404', expected '200' (redirected to http://127.0.0.1/login)",
    ],
    [
      'redirects without end',
      (_, response) => response.writeHead(302, { location: path }).end(),
      `failed to perform self check GET request 'http://127.0.0.1${path}': stopped after 10 redirects`,
    ],
    [
      'more than a CA reads',
      (_, response) => response.end(Buffer.alloc(1024 * 1024 + 1)),
      `failed to perform self check GET request 'http://127.0.0.1${path}': the answer is larger than 1 MiB`,
    ],
    [
      'nothing',
      (_, response) => response.destroy(),
      `failed to perform self check GET request 'http://127.0.0.1${path}': the connection was closed without an answer`,
    ],
  ])('that gets %s says so', async (_, handler, words) => {
    expect(await checked(handler)).toBe(words);
  });

  it('says when nobody listens, and when there is no such name', async () => {
    const check = createSelfCheck({ nameservers: [], port: 1 });
    const of = (dnsName: string) => check(http01Challenge({ ingress: {} }, { dnsName }).spec);

    expect(await of('127.0.0.1')).toMatch(/: connection refused$/);
    expect(await of('does-not-exist.invalid')).toMatch(
      /: (no such host|the name cannot be looked up at the moment)$/,
    );
  });
});
