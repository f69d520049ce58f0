import type { Example } from '../rule.ts';
import type { Challenge } from './challenge.ts';

function challenge(spec: object): Challenge {
  return {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Challenge',
    metadata: { name: 'shop-1-1-1', namespace: 'web' },
    spec: { dnsName: 'shop.example', type: 'DNS-01', key: 'k', token: 't', ...spec },
  } as unknown as Challenge;
}

/** An example of a Challenge that is changed. */
export function changed(before: object, after: object): Example<Challenge> {
  return { before: challenge(before), after: challenge(after) };
}
