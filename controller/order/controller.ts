import { keyOf } from '../../api/resource.ts';
import type { Challenge } from '../../api/challenge/challenge.ts';
import { issuerIndexValue } from '../indexes.ts';
import type { ControllerTools, KindController, Stop } from '../wiring.ts';
import { orderReconciler } from './reconciler.ts';
import { isFailed, isIssued } from './state.ts';
import { pollKey } from './tools.ts';
import type { OrderTools } from './tools.ts';

/** Calls to CAs take long and cost little. */
const concurrency = 20;

/** Orders as `start.ts` runs them. */
export function orderController(tools: ControllerTools, own: OrderTools): KindController {
  const { stores } = tools;
  return {
    objects: stores.orders,
    reconciler: orderReconciler(tools, own),
    concurrency,
    wake(enqueue) {
      const wakeOfIssuer = (key: string) => {
        for (const order of stores.orders.by('issuer', key)) enqueue(keyOf(order));
      };
      return [
        ...forgetFinished(tools, own),
        stores.orders.subscribe(({ object }) => enqueue(keyOf(object))),
        stores.challenges.subscribe(({ object }) => {
          const owner = orderOf(object);
          if (owner !== undefined) enqueue(owner);
        }),
        stores.issuers.subscribe(({ object: { metadata } }) =>
          wakeOfIssuer(issuerIndexValue('Issuer', metadata.name ?? '', metadata.namespace)),
        ),
        stores.clusterIssuers.subscribe(({ object: { metadata } }) =>
          wakeOfIssuer(issuerIndexValue('ClusterIssuer', metadata.name ?? '')),
        ),
      ];
    },
  };
}

/** The key of the Order that controls a Challenge. */
function orderOf({ metadata }: Challenge): string | undefined {
  const owner = metadata.ownerReferences?.find(
    ({ kind, controller }) => kind === 'Order' && controller === true,
  );
  return owner && `${metadata.namespace}/${owner.name}`;
}

/** What is remembered of Orders and Challenges goes with them. */
function forgetFinished({ stores }: ControllerTools, own: OrderTools): readonly Stop[] {
  return [
    stores.orders.subscribe(({ type, object }) => {
      if (type !== 'deleted' && !isIssued(object.status) && !isFailed(object.status)) return;
      own.claims.forget(object.metadata.uid ?? '');
      own.polls.forget(pollKey(object, 'proving'));
      own.polls.forget(pollKey(object, 'proven'));
    }),
    stores.challenges.subscribe(({ type, object }) => {
      if (type === 'deleted') own.deleted.delete(object.metadata.uid ?? '');
    }),
  ];
}
