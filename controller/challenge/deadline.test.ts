import { describe, expect, it } from 'vitest';

import type { ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import { createStore } from '../../runtime/memory-store.ts';
import { challenge } from '../../test/build/challenge.ts';
import { acmeSpec, issuer } from '../../test/build/issuer.ts';
import { defaultSettings } from '../settings.ts';
import { askAnywaySeconds } from './deadline.ts';

/** Of a challenge whose issuer says so. */
function deadline(type: 'DNS-01' | 'HTTP-01', annotations: Readonly<Record<string, string>>): number {
  const proof = challenge({ spec: { type } });
  const { name } = proof.spec.issuerRef;
  const issuers = createStore<Issuer>();
  const metadata = { namespace: proof.metadata.namespace ?? '', annotations, resourceVersion: '1' };
  issuers.take(issuer({ name, spec: acmeSpec(), metadata }));
  const stores = { issuers, clusterIssuers: createStore<ClusterIssuer>() };
  return askAnywaySeconds({ stores, settings: defaultSettings }, proof);
}

describe('how long self-checks may hold a challenge up', () => {
  const annotations = {
    'certloom/dns01-self-check-deadline': '1h30m',
    'certloom/http01-self-check-deadline': '0s',
  };

  it('is said by its issuer, for each type of proof', () => {
    expect(deadline('DNS-01', annotations)).toBe(5400);
    expect(deadline('HTTP-01', annotations)).toBe(0);
  });

  it.each([
    [{}],
    [{ 'certloom/dns01-self-check-deadline': 'soon' }],
    [{ 'certloom/dns01-self-check-deadline': '-1m' }],
  ])('is what the flag says with %j', (given) => {
    expect(deadline('DNS-01', given)).toBe(300);
  });
});
