import type { Challenge, ChallengeSpec, ChallengeStatus } from '../../api/challenge/challenge.ts';
import { challengeFinalizer } from '../../api/annotations.ts';
import { challenges } from '../../api/kinds.ts';
import { build, type Overrides } from './object.ts';

/** `web/shop-1-100-200`: the proof of shop.example by a TXT record, for the order `shop-1-100`. */
export function challenge({
  metadata,
  ...overrides
}: Overrides<ChallengeSpec, ChallengeStatus> = {}): Challenge {
  const spec: ChallengeSpec = {
    type: 'DNS-01',
    dnsName: 'shop.example',
    wildcard: false,
    token: 'token-of-shop',
    key: 'value-of-shop',
    url: 'https://acme.example/challenge/1',
    authorizationURL: 'https://acme.example/authorization/1',
    solver: { dns01: { rfc2136: { nameserver: '127.0.0.1:53' } } },
    issuerRef: { name: 'acme' },
  };
  return build(challenges, spec, {
    name: 'shop-1-100-200',
    metadata: { finalizers: [challengeFinalizer], ...metadata },
    ...overrides,
  });
}
