import { describe, expect, it } from 'vitest';

import { isKnownHost } from './host.ts';

describe('a Host header', () => {
  it.each([
    'localhost:9404',
    'localhost',
    '127.0.0.1:9404',
    '[::1]:9404',
    'certloom-dashboard',
    'certloom-dashboard.certloom.svc:9404',
    'certloom-dashboard.certloom.svc.cluster.local',
    'Certs.Example.com',
  ])('that names us by %s is known', (header) => {
    expect(isKnownHost(header, ['certs.example.com'])).toBe(true);
  });

  it.each([
    undefined,
    '',
    'rebound.example.net',
    'rebound.example.net:9404',
    'a.svc.evil.net',
    'x.certs.example.com',
    'localhost:x',
  ])('that says %s is not', (header) => {
    expect(isKnownHost(header, ['certs.example.com'])).toBe(false);
  });
});
