import type { OwnerReference } from '../resource.ts';
import type { Example } from '../rule.ts';
import type { Challenge } from './challenge.ts';

const order: OwnerReference = {
  apiVersion: 'acme.cert-manager.io/v1',
  kind: 'Order',
  name: 'shop-1-1',
  uid: '6f0a8c52-1f64-4f0c-9d0d-4b5f3a1f9d11',
  controller: true,
};

/** What else a new one has to state. */
const rest = {
  url: 'https://acme.example/challenge/1',
  authorizationURL: 'https://acme.example/authz/1',
  issuerRef: { name: 'acme' },
  solver: { dns01: { webhook: { groupName: 'acme.example', solverName: 'x' } } },
};

function challenge(spec: object, ownerReferences?: readonly OwnerReference[]): Challenge {
  return {
    apiVersion: 'acme.cert-manager.io/v1',
    kind: 'Challenge',
    metadata: { name: 'shop-1-1-1', namespace: 'web', ...(ownerReferences && { ownerReferences }) },
    spec: { dnsName: 'shop.example', type: 'DNS-01', key: 'k', token: 't', ...spec },
  } as unknown as Challenge;
}

/** An example of a Challenge that is changed. */
export function changed(before: object, after: object): Example<Challenge> {
  return { before: challenge(before), after: challenge(after) };
}

/** An example of a new Challenge: a legal one with these members of `spec` instead. */
export function created(spec: object, owners = [order]): Example<Challenge> {
  return { after: challenge({ ...rest, ...spec }, owners) };
}
