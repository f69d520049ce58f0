import type { Challenge } from '../../../api/challenge/challenge.ts';
import { httpRoutes, ingresses, pods, services } from '../../../api/core.ts';
import { TerminalFailure } from '../../../api/failure.ts';
import type { KubeObject, Resource } from '../../../api/resource.ts';
import type { Settings } from '../../settings.ts';
import { solverHttpRoute } from './http-route.ts';
import { type SolverRoute, solverIngress, solverRoute } from './ingress.ts';
import { solverPod } from './pod.ts';
import { solverService } from './service.ts';
import { responderFor, sharedIngress } from './shared-route.ts';

/** An object that must be there while the proof is given. */
export interface WantedObject {
  readonly resource: Resource;
  readonly object: KubeObject;
}

/** An Ingress of somebody else that gets a path while the proof is given. */
export interface WantedEdit {
  /** In the namespace of the Challenge. */
  readonly ingress: string;
  readonly route: SolverRoute;
}

/** Everything that answers one challenge. */
export interface Wanted {
  readonly objects: readonly WantedObject[];
  readonly edit?: WantedEdit;
}

type WantedSettings = Pick<Settings, 'challenges' | 'gates'>;

/** @throws {TerminalFailure} for a solver that cannot be followed */
export function wantedFor(challenge: Challenge, settings: WantedSettings): Wanted {
  const { http01: own } = settings.challenges;
  const { ingress, gatewayHTTPRoute } = challenge.spec.solver.http01 ?? {};
  const responder = responderFor(challenge, settings);
  if (responder !== undefined && ingress !== undefined) {
    const object = sharedIngress(challenge, ingress, settings, responder);
    return { objects: [{ resource: ingresses, object }] };
  }
  const { podTemplate = {}, serviceType } = ingress ?? gatewayHTTPRoute ?? {};
  const backend: readonly WantedObject[] = [
    { resource: pods, object: solverPod(challenge, podTemplate, own) },
    { resource: services, object: solverService(challenge, serviceType, own) },
  ];
  const edited = ingress?.name ?? '';
  if (edited === '') return { objects: [...backend, routeFor(challenge, settings)] };
  return { objects: backend, edit: { ingress: edited, route: solverRoute(challenge, settings) } };
}

function routeFor(challenge: Challenge, settings: WantedSettings): WantedObject {
  const { ingress, gatewayHTTPRoute } = challenge.spec.solver.http01 ?? {};
  if (ingress !== undefined) {
    return { resource: ingresses, object: solverIngress(challenge, ingress, settings) };
  }
  if (gatewayHTTPRoute !== undefined) {
    const object = solverHttpRoute(challenge, gatewayHTTPRoute, settings.challenges.http01);
    return { resource: httpRoutes, object };
  }
  throw new TerminalFailure(
    'InvalidSolverConfig',
    'The http01 solver states neither ingress nor gatewayHTTPRoute',
  );
}

/** The kinds of which a Challenge may have objects of its own; an edited Ingress is not one. */
export function kindsOf({ spec }: Challenge): readonly Resource[] {
  const { ingress, gatewayHTTPRoute } = spec.solver.http01 ?? {};
  return [
    pods,
    services,
    ...(ingress !== undefined && (ingress.name ?? '') === '' ? [ingresses] : []),
    ...(ingress === undefined && gatewayHTTPRoute !== undefined ? [httpRoutes] : []),
  ];
}
