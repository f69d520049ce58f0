import { responderAnnotations } from '../../../api/annotations.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import type { Ingress } from '../../../api/core.ts';
import type { Http01Ingress } from '../../../api/issuer/issuer.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { keyOf } from '../../../api/resource.ts';
import type { ResponderSettings, Settings } from '../../settings.ts';
import { type IngressSettings, solverIngress } from './ingress.ts';

/**
 * The responder, where it answers this challenge. Ingresses that are edited in place lead to Services of their own
 * namespace, and Gateways take routes from few namespaces: for those there are Pods.
 */
export function responderFor(
  { spec }: Challenge,
  { challenges }: Pick<Settings, 'challenges'>,
): ResponderSettings | undefined {
  const { responder } = challenges.http01;
  const { ingress } = spec.solver.http01 ?? {};
  if (responder === undefined || ingress === undefined || (ingress.name ?? '') !== '') return undefined;
  return isWanted(ingress, responder) ? responder : undefined;
}

function isWanted({ ingressTemplate = {} }: Http01Ingress, { byDefault }: ResponderSettings): boolean {
  const mode = ingressTemplate.metadata?.annotations?.[responderAnnotations.mode];
  return mode === 'shared' || (mode !== 'pod' && byDefault);
}

/** As the Ingress of a Pod, but beside the responder's Service. */
export function sharedIngress(
  challenge: Challenge,
  solver: Http01Ingress,
  settings: IngressSettings,
  { service }: ResponderSettings,
): Ingress {
  const ingress = solverIngress(challenge, solver, settings, service.name);
  const { ownerReferences: _, ...metadata } = ingress.metadata;
  const annotations = {
    ...metadata.annotations,
    [responderAnnotations.challenge]: keyOf(challenge),
    [responderAnnotations.challengeUid]: challenge.metadata.uid ?? '',
  };
  return { ...ingress, metadata: { ...metadata, namespace: service.namespace, annotations } };
}

/** Whether an Ingress was made for a Challenge of another namespace, and for this very one. */
export function isSharedRouteOf({ metadata }: KubeObject, challenge: Challenge): boolean {
  const uid = metadata.annotations?.[responderAnnotations.challengeUid];
  return uid !== undefined && uid === challenge.metadata.uid;
}
