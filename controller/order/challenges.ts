import { challengeFinalizer } from '../../api/annotations.ts';
import type { Challenge, ChallengeSpec } from '../../api/challenge/challenge.ts';
import { challenges as challengeResource, orders as orderResource } from '../../api/kinds.ts';
import type { Order } from '../../api/order/order.ts';
import { apiVersionOf } from '../../api/resource.ts';
import { isAlreadyExists } from '../../runtime/api-error.ts';
import { trimObject } from '../../runtime/trim.ts';
import type { AcmeClient } from '../acme/client.ts';
import { challengeName } from './names.ts';
import type { Proof } from './required.ts';
import type { OrderTools } from './tools.ts';

type Tools = Pick<OrderTools, 'cluster' | 'challenges' | 'deleted'>;

/** Makes the Challenges at the same time, so that all values of one TXT name are published together. */
export async function createChallenges(
  tools: Tools,
  client: AcmeClient,
  order: Order,
  proofs: readonly Proof[],
): Promise<undefined> {
  await Promise.all(
    proofs.map(async (proof) => createChallenge(tools, await buildChallenge(client, order, proof))),
  );
}

/** The finalizer is there from the beginning: nothing can be published without somebody who takes it away. */
async function buildChallenge(client: AcmeClient, order: Order, proof: Proof): Promise<Challenge> {
  const { authorization, challenge, solver } = proof;
  const isDns = challenge.type === 'dns-01';
  const spec: ChallengeSpec = {
    url: challenge.url,
    authorizationURL: authorization.url,
    dnsName: authorization.identifier ?? '',
    wildcard: authorization.wildcard ?? false,
    type: isDns ? 'DNS-01' : 'HTTP-01',
    token: challenge.token,
    key: await client.challengeValue(isDns ? 'dns-01' : 'http-01', challenge.token),
    solver,
    issuerRef: order.spec.issuerRef,
  };
  const { name = '', namespace = '', uid = '' } = order.metadata;
  return {
    apiVersion: apiVersionOf(challengeResource),
    kind: challengeResource.kind,
    metadata: {
      namespace,
      name: challengeName(name, spec),
      finalizers: [challengeFinalizer],
      ownerReferences: [
        {
          apiVersion: apiVersionOf(orderResource),
          kind: orderResource.kind,
          name,
          uid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec,
  };
}

async function createChallenge({ cluster, challenges }: Tools, challenge: Challenge): Promise<void> {
  try {
    challenges.take(trimObject(await cluster.create(challengeResource, challenge)));
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const { namespace = '', name = '' } = challenge.metadata;
    const there = await cluster.get(challengeResource, { namespace, name });
    if (there !== undefined) challenges.take(trimObject(there));
  }
}

/** Once each: the watch may be a moment behind. */
export async function deleteChallenges(tools: Tools, doomed: readonly Challenge[]): Promise<undefined> {
  const fresh = doomed.filter(({ metadata }) => !tools.deleted.has(metadata.uid ?? ''));
  await Promise.all(
    fresh.map(async ({ metadata: { namespace = '', name = '', uid = '' } }) => {
      await tools.cluster.delete(challengeResource, { namespace, name }, { uid });
      tools.deleted.add(uid);
    }),
  );
}
