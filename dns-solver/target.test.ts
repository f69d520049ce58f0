import { describe, expect, it } from 'vitest';
import { readTarget } from './target.ts';

describe('the path of a request', () => {
  it.each([
    ['/', { kind: 'paths' }],
    ['/apis', { kind: 'groups' }],
    ['/apis/', { kind: 'groups' }],
    ['/openapi/v2', { kind: 'openapiV2' }],
    ['/healthz', { kind: 'health', endpoint: 'healthz' }],
    ['/readyz/authentication', { kind: 'health', endpoint: 'readyz', check: 'authentication' }],
    ['/apis/acme.dnspod.com', { kind: 'group', group: 'acme.dnspod.com' }],
    ['/openapi/v3', { kind: 'openapiV3' }],
    [
      '/openapi/v3/apis/acme.dnspod.com/v1alpha1',
      { kind: 'openapiOfGroup', group: 'acme.dnspod.com', version: 'v1alpha1' },
    ],
    ['/metrics', { kind: 'metrics' }],
    ['/apis/acme.dnspod.com/v1alpha1', { kind: 'resources', group: 'acme.dnspod.com', version: 'v1alpha1' }],
  ])('%s is read', (path, target) => {
    expect(readTarget(path)).toEqual(target);
  });

  it('names a solver, percent-encoded or not', () => {
    const solver = { kind: 'resource', group: 'acme.dnspod.com', version: 'v1alpha1', resource: 'dnspod' };

    expect(readTarget('/apis/acme.dnspod.com/v1alpha1/dnspod')).toEqual(solver);
    expect(readTarget('/apis/acme.dnspod.com/v1alpha1/dns%70od')).toEqual(solver);
    expect(readTarget('/apis/acme.dnspod.com/v1alpha1/dnspod/x')).toEqual({ ...solver, name: 'x' });
  });

  it.each([
    ['in upper case', '/APIS/acme.dnspod.com/v1alpha1/dnspod'],
    ['with an empty part', '/apis//v1alpha1/dnspod'],
    ['with two slashes in front', '//apis/acme.dnspod.com'],
    ['with a hidden slash', '/apis/acme.dnspod.com/v1alpha1/dnspod/x%2Fy'],
    ['with a broken escape', '/apis/acme.dnspod.com/v1alpha1/%zz'],
    ['of a health check deeper than there are any', '/livez/ping/x'],
    ['named like a member every object has', '/constructor'],
  ])('%s is nothing we know', (_, path) => {
    expect(readTarget(path)).toEqual({ kind: 'unknown' });
  });
});
