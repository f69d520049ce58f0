import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type Ingress, ingresses, pods } from '../../../api/core.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import { hasRoute } from './edited-ingress.ts';
import { hasEnded, podTrouble } from './pod-state.ts';
import type { Http01Tools } from './present.ts';
import { type WantedEdit, type WantedObject, wantedFor } from './wanted.ts';

/** Why a proof may not be seen, as far as the cluster knows. */
export interface Inspection {
  /** Somebody took away what was made: make it again. */
  readonly gone: boolean;
  /** In words that stay the same. */
  readonly trouble?: string;
}

const fine: Inspection = { gone: false };

/** Looks at what answers a challenge that cannot be seen. @throws {Failure} */
export async function inspect(
  { cluster, settings }: Pick<Http01Tools, 'cluster' | 'settings'>,
  challenge: Challenge,
): Promise<Inspection> {
  const { objects, edit } = wantedFor(challenge, settings);
  const found = await Promise.all([
    ...objects.map((wanted) => look(cluster, wanted)),
    ...(edit === undefined ? [] : [lookAtRoute(cluster, challenge, edit)]),
  ]);
  return found.find(({ gone }) => gone) ?? found.find(({ trouble }) => trouble !== undefined) ?? fine;
}

async function look(cluster: Cluster, { resource, object }: WantedObject): Promise<Inspection> {
  const { namespace = '', name = '' } = object.metadata;
  const there = await cluster.get(resource, { namespace, name });
  if (there === undefined || hasEnded(there)) {
    return { gone: true, trouble: `the ${resource.kind} ${name} was taken away` };
  }
  const trouble = resource === pods ? podTrouble(there) : undefined;
  return trouble === undefined ? fine : { gone: false, trouble };
}

async function lookAtRoute(
  cluster: Cluster,
  { metadata: { namespace = '' } }: Challenge,
  { ingress: name, route }: WantedEdit,
): Promise<Inspection> {
  const there: Ingress | undefined = await cluster.get(ingresses, { namespace, name });
  if (there !== undefined && hasRoute(there, route)) return fine;
  const trouble = `something took the path of the proof out of the Ingress ${name}: does an engine keep it as it is in Git?`;
  return { gone: true, trouble };
}
