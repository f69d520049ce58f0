import { nothing, refused, type Verdict } from './identity.ts';
import { commonNameOf, holdsNow, type Peer } from './peer.ts';
import { type DistinctHeaders, readIdentity, type RequestHeaderConfig } from './request-header.ts';

/** The part of a request that speaks of the front proxy. */
export interface ProxiedRequest {
  readonly peer: Peer | undefined;
  readonly headers: DistinctHeaders;
}

/**
 * Whether the aggregator itself is calling, and for whom.
 *
 * Headers count for nothing without a client certificate that the front proxy CA signed and whose name is allowed: the
 * cluster's other CA signs users' certificates, and anybody may hold one that says `front-proxy-client`.
 *
 * @param config `undefined` while the cluster has not said who its front proxy is: then nobody is
 */
export function judgeFrontProxy(
  { peer, headers }: ProxiedRequest,
  config: RequestHeaderConfig | undefined,
  now: Date,
): Verdict {
  if (peer === undefined) return nothing;
  if (config === undefined) return refused('the front proxy CA of the cluster is not known yet');
  if (!holdsNow(peer, config, now)) {
    return refused('the client certificate was not issued by the front proxy CA, or is not valid now');
  }
  const { allowedNames } = config;
  if (allowedNames.length > 0 && !allowedNames.includes(commonNameOf(peer.certificate))) {
    return refused('the common name of the client certificate is not among requestheader-allowed-names');
  }
  const identity = readIdentity(headers, config);
  return identity === undefined ? nothing : { found: 'identity', identity };
}
