import type { Changing } from '../runtime/changing.ts';
import type { Clock } from '../runtime/clock.ts';
import { bearerToken } from './bearer.ts';
import { judgeFrontProxy, type ProxiedRequest } from './front-proxy.ts';
import { type Identity, judge, nothing, refused, type Verdict } from './identity.ts';
import type { RequestHeaderConfig } from './request-header.ts';
import { Refusal } from './status.ts';

export interface AuthenticationOptions {
  readonly frontProxy: Changing<RequestHeaderConfig>;
  readonly reviewToken: (token: string) => Promise<Verdict>;
  readonly clock: Clock;
}

/** @throws {Refusal} 401 */
export type Authenticate = (request: ProxiedRequest) => Promise<Identity>;

/**
 * Finds out who is asking, in kube-apiserver's order: the front proxy by its certificate, a direct caller by bearer token,
 * else anonymous.
 */
export function createAuthenticate({ frontProxy, reviewToken, clock }: AuthenticationOptions): Authenticate {
  async function judgeToken(header: string | undefined): Promise<Verdict> {
    const token = bearerToken(header);
    if (token === undefined) return nothing;
    try {
      return await reviewToken(token);
    } catch (error) {
      return refused(`the API server could not be asked about the token: ${(error as Error).message}`);
    }
  }

  return async (request) => {
    const proxied = judgeFrontProxy(request, frontProxy.current(), clock.now());
    // The aggregator forwards no token of the caller, so what comes beside a good certificate is nobody's business.
    const verdicts =
      proxied.found === 'identity'
        ? [proxied]
        : [proxied, await judgeToken(request.headers['authorization']?.[0])];
    const verdict = judge(verdicts);
    if (verdict.found === 'identity') return verdict.identity;
    throw new Refusal(
      'Unauthorized',
      'Unauthorized',
      undefined,
      verdict.found === 'refused' ? verdict.why : undefined,
    );
  };
}
