import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type Service, services } from '../../../api/core.ts';
import { apiVersionOf } from '../../../api/resource.ts';
import type { Http01Settings } from '../../settings.ts';
import { findingLabels, solverMetadata, solverPort } from './marks.ts';

/** In front of the solver Pod. @param type NodePort when left out or empty: some load balancers reach nodes only */
export function solverService(
  challenge: Challenge,
  type: string | undefined,
  { extraLabels }: Http01Settings,
): Service {
  return {
    apiVersion: apiVersionOf(services),
    kind: services.kind,
    metadata: solverMetadata(challenge, {
      labels: extraLabels,
      annotations: { 'auth.istio.io/8089': 'NONE' }, // mutual TLS would keep the ingress controller out
    }),
    spec: {
      type: type === undefined || type === '' ? 'NodePort' : type,
      ports: [{ name: 'http', protocol: 'TCP', port: solverPort, targetPort: solverPort }],
      selector: findingLabels(challenge),
    },
  };
}
