import { describe, expect, it } from 'vitest';

import type { Ingress } from '../../../api/core.ts';
import type { Http01Solver } from '../../../api/issuer/issuer.ts';
import { http01Challenge } from '../../../test/build/http01-challenge.ts';
import { defaultSettings } from '../../settings.ts';
import { solverName } from './marks.ts';
import { isSharedRouteOf } from './shared-route.ts';
import { wantedFor } from './wanted.ts';

const service = { namespace: 'certloom', name: 'certloom-http01' };

/** The kinds that are made for a challenge of a solver, where the responder serves all or those that ask. */
function made(http01: Http01Solver, byDefault = true) {
  const { challenges } = defaultSettings;
  const own = { ...challenges.http01, responder: { service, byDefault } };
  const { objects } = wantedFor(http01Challenge(http01), {
    ...defaultSettings,
    challenges: { ...challenges, http01: own },
  });
  return { kinds: objects.map(({ resource }) => resource.kind), objects };
}

function annotated(mode: string): Http01Solver {
  return {
    ingress: { ingressTemplate: { metadata: { annotations: { 'certloom/http01-responder': mode } } } },
  };
}

describe('a challenge that the controller answers itself', () => {
  const { kinds, objects } = made({ ingress: { ingressClassName: 'nginx' } });
  const ingress = objects[0]?.object as Ingress;

  it('takes an Ingress and nothing else', () => {
    expect(kinds).toEqual(['Ingress']);
    expect(ingress.spec).toMatchObject({
      ingressClassName: 'nginx',
      rules: [
        {
          host: 'shop.example',
          http: { paths: [{ backend: { service: { name: 'certloom-http01', port: { number: 8089 } } } }] },
        },
      ],
    });
  });

  it('has it beside the Service of the controllers, and says whose it is: owners cannot be of another namespace', () => {
    const challenge = http01Challenge();

    expect(ingress.metadata).toMatchObject({
      namespace: 'certloom',
      name: solverName(challenge),
      labels: { 'acme.cert-manager.io/http01-solver': 'true' },
      annotations: { 'certloom/challenge': 'web/shop-1-100-200' },
    });
    expect(ingress.metadata).not.toHaveProperty('ownerReferences');
    expect(isSharedRouteOf(ingress, challenge)).toBe(true);
    expect(isSharedRouteOf(ingress, { ...challenge, metadata: { uid: 'another' } })).toBe(false);
  });
});

describe('a Pod answers all the same', () => {
  it.each<[string, Http01Solver, boolean]>([
    ['where an Ingress is edited in place', { ingress: { name: 'web' } }, true],
    ['where a Gateway routes', { gatewayHTTPRoute: { parentRefs: [{ name: 'public' }] } }, true],
    ['where the solver asks for it', annotated('pod'), true],
    ['where the solver has not asked for the responder, and must', { ingress: {} }, false],
  ])('%s', (_, http01, byDefault) => {
    expect(made(http01, byDefault).kinds).toContain('Pod');
  });

  it('but not where the solver asks for the responder', () => {
    expect(made(annotated('shared'), false).kinds).toEqual(['Ingress']);
  });
});
