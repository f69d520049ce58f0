import { describe, expect, it } from 'vitest';

import type { Solver, SolverSelector } from './issuer.ts';
import { selectSolver } from './select-solver.ts';

/** A dns01 solver that is recognised by its nameserver. */
function dns(name: string, selector?: SolverSelector): Solver {
  return { dns01: { rfc2136: { nameserver: name } }, ...(selector && { selector }) };
}

function http(selector?: SolverSelector): Solver {
  return { http01: { ingress: { name: 'http' } }, ...(selector && { selector }) };
}

function chosen(
  domain: string,
  solvers: readonly Solver[],
  labels: Record<string, string> = {},
): string | undefined {
  const solver = selectSolver({ domain, offered: ['dns-01', 'http-01'], labels }, solvers);
  return solver?.dns01?.rfc2136?.nameserver ?? solver?.http01?.ingress?.name;
}

describe('choosing a solver', () => {
  it.each<[string, readonly Solver[], string | undefined]>([
    ['the only one', [dns('a')], 'a'],
    ['the first of equals', [dns('a'), dns('b')], 'a'],
    ['nobody where none fits', [dns('a', { dnsNames: ['other.example'] })], undefined],
    ['a named one before one for everything', [dns('a'), dns('b', { dnsNames: ['www.shop.example'] })], 'b'],
    ['a zone before one for everything', [dns('a'), dns('b', { dnsZones: ['shop.example'] })], 'b'],
    [
      'the longer zone',
      [
        dns('a', { dnsZones: ['example'] }),
        dns('b', { dnsZones: ['shop.example'] }),
        dns('c', { dnsZones: ['example'] }),
      ],
      'b',
    ],
    [
      'a name before the longest zone',
      [dns('a', { dnsZones: ['www.shop.example'] }), dns('b', { dnsNames: ['www.shop.example'] })],
      'b',
    ],
    ['a zone as a whole label, not as letters', [dns('a', { dnsZones: ['hop.example'] })], undefined],
    ['zones whatever the case', [dns('a', { dnsZones: ['Shop.Example.'] })], 'a'],
    ['an empty selector only where nothing was chosen before', [dns('a'), dns('b', {})], 'a'],
    [
      'names and zones only when both fit',
      [dns('a', { dnsNames: ['www.shop.example'], dnsZones: ['net'] })],
      undefined,
    ],
  ])('takes %s', (_story, solvers, expected) => {
    expect(chosen('www.shop.example', solvers)).toBe(expected);
  });

  it('lets labels of the Order decide between equals', () => {
    const solvers = [
      dns('a', { matchLabels: { team: 'web' } }),
      dns('b', { matchLabels: { team: 'web', tier: 'one' } }),
    ];

    expect(chosen('a.example', solvers, { team: 'web', tier: 'one' })).toBe('b');
    expect(chosen('a.example', solvers, { team: 'web' })).toBe('a');
    expect(chosen('a.example', solvers)).toBeUndefined();
  });

  it('takes no solver for a challenge that the CA does not offer', () => {
    const solvers = [http(), dns('a')];

    expect(selectSolver({ domain: '*.a.example', offered: ['dns-01'], labels: {} }, solvers)).toBe(
      solvers[1],
    );
  });

  it('matches the wildcard by its own name', () => {
    expect(
      chosen('*.a.example', [dns('a', { dnsNames: ['a.example'] }), dns('b', { dnsNames: ['*.a.example'] })]),
    ).toBe('b');
  });
});
