import { describe, expect, it } from 'vitest';

import type { Ingress, IngressPath } from '../../../api/core.ts';
import { hasRoute, withRoute, withoutRoute } from './edited-ingress.ts';

function path(of: string, service: string): IngressPath {
  return { path: of, pathType: 'Exact', backend: { service: { name: service, port: { number: 8089 } } } };
}

const proof = path('/.well-known/acme-challenge/t', 'solver');
const route = { host: 'shop.example', path: proof };
const shop = { host: 'shop.example', http: { paths: [path('/', 'shop')] } };
const blog = { host: 'blog.example', http: { paths: [path('/', 'blog')] } };

function ingress(spec: NonNullable<Ingress['spec']>): Ingress {
  return { metadata: { name: 'web', resourceVersion: '7' }, spec };
}

describe('an Ingress that is edited in place', () => {
  it('gets the path before all others of the host', () => {
    const { spec } = withRoute(ingress({ rules: [blog, shop] }), route);

    expect(spec?.rules).toEqual([
      blog,
      { host: 'shop.example', http: { paths: [proof, path('/', 'shop')] } },
    ]);
  });

  it('gets it once, and with the newest backend', () => {
    const old = withRoute(ingress({ rules: [shop] }), {
      ...route,
      path: path('/.well-known/acme-challenge/t', 'older'),
    });

    expect(withRoute(old, route)).toEqual(withRoute(ingress({ rules: [shop] }), route));
  });

  it.each([
    ['has a rule for the host', { ingressClassName: 'nginx', rules: [blog, shop] }],
    ['has none for the host', { rules: [blog] }],
    ['has one without paths', { rules: [{ host: 'shop.example' }, blog] }],
    ['has a default backend only', { defaultBackend: proof.backend }],
  ])('is as it was when the path is taken away: one that %s', (_, spec) => {
    const before = ingress(spec);
    const edited = withRoute(before, route);

    expect(hasRoute(edited, route)).toBe(true);
    expect(hasRoute(before, route)).toBe(false);
    expect(withoutRoute(edited, route)).toEqual(before);
    expect(withoutRoute(before, route)).toEqual(before);
  });

  it('keeps the paths of other proofs, given at the same time', () => {
    const other = { host: 'shop.example', path: path('/.well-known/acme-challenge/other', 'other') };
    const both = withRoute(withRoute(ingress({ rules: [shop] }), route), other);

    expect(withoutRoute(both, route)).toEqual(withRoute(ingress({ rules: [shop] }), other));
  });

  it('has a rule without host for an IP address', () => {
    const { spec } = withRoute(ingress({ rules: [shop] }), { path: proof });

    expect(spec?.rules).toEqual([shop, { http: { paths: [proof] } }]);
  });
});
