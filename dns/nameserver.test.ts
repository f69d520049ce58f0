import { describe, expect, it } from 'vitest';
import { formatEndpoint, parseEndpoint, readNameservers } from './nameserver.ts';

describe('a nameserver as people write it', () => {
  it.each([
    ['10.0.0.1', { host: '10.0.0.1', port: 53 }],
    ['10.0.0.1:5353', { host: '10.0.0.1', port: 5353 }],
    ['ns1.example.com', { host: 'ns1.example.com', port: 53 }],
    ['ns1.example.com:8053', { host: 'ns1.example.com', port: 8053 }],
    ['2001:db8::1', { host: '2001:db8::1', port: 53 }],
    ['[2001:db8::1]', { host: '2001:db8::1', port: 53 }],
    ['[2001:db8::1]:5353', { host: '2001:db8::1', port: 5353 }],
  ])('is read: %s', (text, endpoint) => {
    expect(parseEndpoint(text)).toEqual(endpoint);
  });

  it.each([
    '',
    ':53',
    '8.8.8.8:0',
    '8.8.8.8:65536',
    '8.8.8.8:domain',
    '[nonsense]:53',
    '8.8.8.8.8:53:1',
    'a b',
  ])('is refused: "%s"', (text) => {
    expect(() => parseEndpoint(text)).toThrow(`"${text}" is no nameserver`);
  });

  it('gets its port and its brackets when it is written out', () => {
    expect(formatEndpoint({ host: '2001:db8::1', port: 53 })).toBe('[2001:db8::1]:53');
  });
});

describe('the recursive nameservers', () => {
  it('may be reached over HTTPS', () => {
    expect(readNameservers(['10.0.0.1', 'https://dns.example/dns-query'])).toEqual([
      '10.0.0.1:53',
      'https://dns.example/dns-query',
    ]);
  });

  it('are those of the machine when none are given', () => {
    const servers = readNameservers([]);

    expect(servers.length).toBeGreaterThan(0);
    for (const server of servers) expect(server).toMatch(/:\d+$/);
  });
});
