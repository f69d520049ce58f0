import { isIP } from 'node:net';

import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type Ingress, type IngressPath, ingresses } from '../../../api/core.ts';
import { TerminalFailure } from '../../../api/failure.ts';
import type { Http01Ingress } from '../../../api/issuer/issuer.ts';
import { apiVersionOf } from '../../../api/resource.ts';
import type { Settings } from '../../settings.ts';
import { challengePath, solverMetadata, solverName, solverPort } from './marks.ts';

export type IngressSettings = Pick<Settings, 'challenges' | 'gates'>;

/** Where requests for the proof arrive, and where they go. */
export interface SolverRoute {
  /** None for IP addresses: an Ingress cannot name those. */
  readonly host?: string;
  readonly path: IngressPath;
}

/** @param service where it leads; that of the Challenge when left out. @throws {TerminalFailure} */
export function solverRoute(
  challenge: Challenge,
  { gates }: Pick<Settings, 'gates'>,
  service: string = solverName(challenge),
): SolverRoute {
  const { dnsName } = challenge.spec;
  const path: IngressPath = {
    path: challengePath(challenge.spec),
    pathType: gates.ACMEHTTP01IngressPathTypeExact ? 'Exact' : 'ImplementationSpecific',
    backend: { service: { name: service, port: { number: solverPort } } },
  };
  return isIP(dnsName) === 0 ? { host: dnsName, path } : { path };
}

/**
 * The Ingress for one proof.
 *
 * @param service where it leads; that of the Challenge when left out
 * @throws {TerminalFailure} when the solver names a class twice
 */
export function solverIngress(
  challenge: Challenge,
  solver: Http01Ingress,
  settings: IngressSettings,
  service?: string,
): Ingress {
  const { host, path } = solverRoute(challenge, settings, service);
  const className = solver.ingressClassName ?? '';
  if (className !== '' && (solver.class ?? '') !== '') {
    const message = 'The http01 solver names an ingress class twice: state class or ingressClassName';
    throw new TerminalFailure('InvalidSolverConfig', message);
  }
  const template = solver.ingressTemplate?.metadata ?? {};
  return {
    apiVersion: apiVersionOf(ingresses),
    kind: ingresses.kind,
    metadata: solverMetadata(challenge, {
      labels: { ...settings.challenges.http01.extraLabels, ...template.labels },
      annotations: annotationsOf(solver),
    }),
    spec: {
      ...(className !== '' && { ingressClassName: className }),
      rules: [{ ...(host !== undefined && { host }), http: { paths: [path] } }],
    },
  };
}

const sourceRange = 'whitelist-source-range';

/** The CA may come from anywhere, whatever range is set for the whole ingress controller. */
function annotationsOf(solver: Http01Ingress): Readonly<Record<string, string>> {
  const template = solver.ingressTemplate?.metadata?.annotations ?? {};
  const hasRange = Object.keys(template).some((key) => key.endsWith(`/${sourceRange}`));
  return {
    ...(!hasRange && { [`nginx.ingress.kubernetes.io/${sourceRange}`]: '0.0.0.0/0,::/0' }),
    ...((solver.class ?? '') !== '' && { 'kubernetes.io/ingress.class': solver.class }),
    ...template,
  };
}
