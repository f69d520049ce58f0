import type { Challenge } from '../../../api/challenge/challenge.ts';
import { ingresses } from '../../../api/core.ts';
import type { Resource } from '../../../api/resource.ts';
import { isNotFound } from '../../../runtime/api-error.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import { isControlledBy } from '../../owner.ts';
import type { ResponderSettings } from '../../settings.ts';
import { withoutRoute } from './edited-ingress.ts';
import { solverRoute } from './ingress.ts';
import { findingLabels, solverName } from './marks.ts';
import type { Http01Tools } from './present.ts';
import { responderFor } from './shared-route.ts';
import { kindsOf } from './wanted.ts';

/**
 * Takes away what answers the challenge and nothing else. Absent is success.
 *
 * @param firstHand whether this process made all of it, so that all names are known; else it is looked for by labels and
 *   owner: another controller gives its objects names at random
 * @throws {Failure}
 */
export async function cleanUpHttp01(
  tools: Http01Tools,
  challenge: Challenge,
  firstHand: boolean,
): Promise<void> {
  const { cluster, settings } = tools;
  const responder = responderFor(challenge, settings);
  const remove = firstHand ? deleteByName : deleteByOwner;
  // another process may have been told otherwise about the responder
  const kinds = firstHand && responder !== undefined ? [] : kindsOf(challenge);
  await Promise.all([
    ...kinds.map((resource) => remove(cluster, challenge, resource)),
    removeSharedRoute(tools, challenge, firstHand ? responder : settings.challenges.http01.responder),
    removeRoute(tools, challenge),
  ]);
}

async function removeSharedRoute(
  { cluster }: Http01Tools,
  challenge: Challenge,
  responder: ResponderSettings | undefined,
): Promise<void> {
  if (responder === undefined) return;
  const { namespace } = responder.service;
  await cluster.delete(ingresses, { namespace, name: solverName(challenge) });
}

async function deleteByName(cluster: Cluster, challenge: Challenge, resource: Resource): Promise<void> {
  const { namespace = '' } = challenge.metadata;
  await cluster.delete(resource, { namespace, name: solverName(challenge) });
}

async function deleteByOwner(cluster: Cluster, challenge: Challenge, resource: Resource): Promise<void> {
  const { namespace = '' } = challenge.metadata;
  const own = await owned(cluster, challenge, resource);
  await Promise.all(
    own.map(({ metadata: { name = '', uid = '' } }) =>
      cluster.delete(resource, { namespace, name }, { uid }),
    ),
  );
}

async function owned(cluster: Cluster, challenge: Challenge, resource: Resource) {
  const { namespace = '' } = challenge.metadata;
  const labelSelector = Object.entries(findingLabels(challenge))
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  try {
    const found = await cluster.list(resource, { namespace, labelSelector, metadataOnly: true });
    return found.filter((object) => isControlledBy(object, challenge));
  } catch (error) {
    if (isNotFound(error)) return []; // a kind that is not served has no objects
    throw error;
  }
}

async function removeRoute({ ingressEditor, settings }: Http01Tools, challenge: Challenge): Promise<void> {
  const { namespace = '' } = challenge.metadata;
  const name = challenge.spec.solver.http01?.ingress?.name ?? '';
  if (name === '') return;
  const route = solverRoute(challenge, settings);
  await ingressEditor.edit({ namespace, name }, (ingress) => withoutRoute(ingress, route));
}
