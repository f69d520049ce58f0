import { http01Labels, responderAnnotations } from '../../../api/annotations.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import { ingresses } from '../../../api/core.ts';
import { Failure } from '../../../api/failure.ts';
import { keyOf } from '../../../api/resource.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import type { Log } from '../../../runtime/log.ts';
import type { Store } from '../../../runtime/store.ts';
import type { Settings } from '../../settings.ts';
import { isSharedRouteOf } from './shared-route.ts';

export interface SweepTools {
  readonly cluster: Pick<Cluster, 'list' | 'delete'>;
  readonly stores: { readonly challenges: Pick<Store<Challenge>, 'get'> };
  readonly settings: Settings;
  readonly log: Log;
}

/**
 * Removes the responder's Ingresses whose Challenge is gone: nothing else would, where somebody took its finalizer away,
 * for owners are of one namespace. Once, when the controller has just learned of all Challenges.
 */
export async function sweepSharedRoutes({ cluster, stores, settings, log }: SweepTools): Promise<void> {
  const { responder } = settings.challenges.http01;
  if (responder === undefined) return;
  const { namespace } = responder.service;
  try {
    const labelSelector = `${http01Labels.solver}=true`;
    const routes = await cluster.list(ingresses, { namespace, labelSelector, metadataOnly: true });
    const stray = routes.filter((route) => {
      const key = route.metadata.annotations?.[responderAnnotations.challenge];
      const challenge = key === undefined ? undefined : stores.challenges.get(key);
      return key !== undefined && (challenge === undefined || !isSharedRouteOf(route, challenge));
    });
    for (const { metadata } of stray) {
      const { name = '', uid = '' } = metadata;
      await cluster.delete(ingresses, { namespace, name }, { uid });
    }
    if (stray.length > 0)
      log.info(
        { ingresses: stray.map(keyOf) },
        'Ingresses of proofs that nobody gives any more were removed',
      );
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn(
      { reason: error.reason, message: error.message },
      'Ingresses of earlier proofs cannot be looked at',
    );
  }
}
