import { describe, expect, it } from 'vitest';

import { overrideSolver } from './override-solver.ts';

const prefix = 'acme.cert-manager.io/http01-';

function overridden(solver: Parameters<typeof overrideSolver>[0], annotations: Record<string, string>) {
  const keys = Object.entries(annotations).map(([name, value]) => [`${prefix}${name}`, value]);
  return overrideSolver(solver, { namespace: 'shop', annotations: Object.fromEntries(keys) });
}

describe('annotations on an Order with an ingress solver', () => {
  const solver = { http01: { ingress: { ingressClassName: 'nginx', serviceType: 'ClusterIP' as const } } };

  it('replace class and name by one of them', () => {
    const { http01 } = overridden(solver, { 'override-ingress-name': 'shared' });

    expect(http01?.ingress).toEqual({ name: 'shared', serviceType: 'ClusterIP' });
  });

  it('leave the solver alone when there are none', () => {
    expect(overridden(solver, {})).toEqual(solver);
  });

  it('may not be two', () => {
    const two = { 'override-ingress-name': 'a', 'override-ingress-class': 'b' };

    expect(() => overridden(solver, two)).toThrow(/more than one of: name, class, ingressClassName/);
  });
});

describe('annotations on an Order with a gateway solver', () => {
  const parents = [{ name: 'edge', kind: 'Gateway', namespace: 'shop' }, { name: 'other' }];
  const solver = { http01: { gatewayHTTPRoute: { parentRefs: parents } } };

  it('put one parent in the place of the same one', () => {
    const { http01 } = overridden(solver, { parentrefname: 'edge', parentrefkind: 'Gateway' });

    expect(http01?.gatewayHTTPRoute?.parentRefs).toEqual([{ name: 'other' }, parents[0]]);
  });

  it('come in pairs', () => {
    expect(() => overridden(solver, { parentrefname: 'edge' })).toThrow(/both/);
  });

  it('are needed when the solver has no parents', () => {
    expect(() => overridden({ http01: { gatewayHTTPRoute: {} } }, {})).toThrow(/must specify parentRefs/);
  });
});
