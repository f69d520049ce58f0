import type { Challenge } from '../../../api/challenge/challenge.ts';
import { httpRoutes } from '../../../api/core.ts';
import { TerminalFailure, TransientFailure } from '../../../api/failure.ts';
import { isAlreadyExists, isNotFound } from '../../../runtime/api-error.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import { isControlledBy } from '../../owner.ts';
import type { Settings } from '../../settings.ts';
import { withRoute } from './edited-ingress.ts';
import type { IngressEditor } from './ingress-editor.ts';
import { hasEnded } from './pod-state.ts';
import { isSharedRouteOf } from './shared-route.ts';
import { type WantedEdit, type WantedObject, wantedFor } from './wanted.ts';

export interface Http01Tools {
  readonly cluster: Cluster;
  readonly settings: Settings;
  readonly ingressEditor: IngressEditor;
}

/** Makes everything that answers the challenge, all at once; what is there already stays. @throws {Failure} */
export async function presentHttp01(tools: Http01Tools, challenge: Challenge): Promise<void> {
  const { objects, edit } = wantedFor(challenge, tools.settings);
  await Promise.all([
    ...objects.map((wanted) => ensure(tools.cluster, challenge, wanted)),
    ...(edit === undefined ? [] : [addRoute(tools, challenge, edit)]),
  ]);
}

async function ensure(
  cluster: Cluster,
  challenge: Challenge,
  { resource, object }: WantedObject,
): Promise<void> {
  try {
    await cluster.create(resource, object);
  } catch (error) {
    if (isNotFound(error) && resource === httpRoutes) throw noGatewayApi();
    if (!isAlreadyExists(error)) throw error;
    await makeSureOf(cluster, challenge, { resource, object });
  }
}

/** Something of our name is there. @throws {TransientFailure} when it is not, or not for long, what we want */
async function makeSureOf(
  cluster: Cluster,
  challenge: Challenge,
  { resource, object }: WantedObject,
): Promise<void> {
  const { namespace = '', name = '' } = object.metadata;
  const there = await cluster.get(resource, { namespace, name });
  const isOurs =
    there !== undefined && (isControlledBy(there, challenge) || isSharedRouteOf(there, challenge));
  if (isOurs && !hasEnded(there)) return;
  if (isOurs && there.metadata.deletionTimestamp === undefined) {
    await cluster.delete(resource, { namespace, name });
  }
  throw new TransientFailure(
    'SolverObjectGoes',
    `${resource.kind} ${name} is in the way and has to go first`,
  );
}

function noGatewayApi(): TerminalFailure {
  return new TerminalFailure(
    'NoGatewayApi',
    'The cluster does not serve HTTPRoutes of gateway.networking.k8s.io/v1: install the Gateway API',
  );
}

async function addRoute(
  { ingressEditor }: Http01Tools,
  { metadata: { namespace = '' } }: Challenge,
  { ingress, route }: WantedEdit,
): Promise<void> {
  const found = await ingressEditor.edit({ namespace, name: ingress }, (there) => withRoute(there, route));
  if (found) return;
  const message = `The Ingress "${ingress}" that the http01 solver edits does not exist in namespace "${namespace}"`;
  throw new TerminalFailure('IngressNotFound', message);
}
