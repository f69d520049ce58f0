import type { Challenge } from '../../api/challenge/challenge.ts';
import type { Http01Solver } from '../../api/issuer/issuer.ts';
import { challenge } from './challenge.ts';

/** `web/shop-1-100-200`: the proof of shop.example (or of another name) by HTTP, through an Ingress unless told otherwise. */
export function http01Challenge(
  http01: Http01Solver = { ingress: {} },
  spec: Partial<Challenge['spec']> = {},
) {
  return challenge({
    spec: {
      type: 'HTTP-01',
      token: 'token-of-shop',
      key: 'token-of-shop.thumbprint',
      solver: { http01 },
      ...spec,
    },
  });
}
