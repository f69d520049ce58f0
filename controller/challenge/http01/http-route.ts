import { isIP } from 'node:net';

import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type HttpRoute, httpRoutes } from '../../../api/core.ts';
import type { Http01GatewayHttpRoute } from '../../../api/issuer/issuer.ts';
import { apiVersionOf } from '../../../api/resource.ts';
import type { Http01Settings } from '../../settings.ts';
import { challengePath, solverMetadata, solverName, solverPort } from './marks.ts';

/** The HTTPRoute for one proof. @throws {TerminalFailure} */
export function solverHttpRoute(
  challenge: Challenge,
  { labels = {}, parentRefs = [] }: Http01GatewayHttpRoute,
  { extraLabels }: Http01Settings,
): HttpRoute {
  const { dnsName } = challenge.spec;
  const backend = {
    group: '',
    kind: 'Service',
    name: solverName(challenge),
    namespace: challenge.metadata.namespace ?? '',
    port: solverPort,
    weight: 1,
  };
  return {
    apiVersion: apiVersionOf(httpRoutes),
    kind: httpRoutes.kind,
    metadata: solverMetadata(challenge, { labels: { ...extraLabels, ...labels } }),
    spec: {
      parentRefs,
      ...(isIP(dnsName) === 0 && { hostnames: [dnsName] }),
      rules: [
        {
          matches: [{ path: { type: 'Exact', value: challengePath(challenge.spec) } }],
          backendRefs: [backend],
        },
      ],
    },
  };
}
