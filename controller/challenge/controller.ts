import { keyOf } from '../../api/resource.ts';
import type { AcmeAccounts } from '../acme/accounts.ts';
import { createDnsView } from '../../dns/resolver.ts';
import type { ControllerTools, KindController } from '../wiring.ts';
import { createChallengeMemory } from './memory.ts';
import { challengeReconciler } from './reconciler.ts';
import type { ChallengeTools } from './tools.ts';

/** Calls to CAs, DNS servers and solvers take long and cost little. */
const concurrency = 30;

/** Challenges as `start.ts` runs them. */
export function challengeController(tools: ControllerTools, accounts: AcmeAccounts): KindController {
  const { stores, settings, clock } = tools;
  const { recursiveNameservers, recursiveNameserversOnly, checkRetrySeconds } = settings.challenges;
  const memory = createChallengeMemory(checkRetrySeconds);
  let enqueueKey: (key: string) => void = () => undefined;
  const own: ChallengeTools = {
    ...tools,
    accounts,
    memory,
    view: createDnsView({ recursiveNameservers, recursiveOnly: recursiveNameserversOnly, clock }),
    enqueue: (key) => enqueueKey(key),
  };
  return {
    objects: stores.challenges,
    reconciler: challengeReconciler(own),
    concurrency,
    wake(enqueue) {
      enqueueKey = enqueue;
      return [
        stores.challenges.subscribe(({ type, object }) => {
          if (type === 'deleted') memory.forget(object.metadata.uid ?? '');
          else enqueue(keyOf(object));
        }),
      ];
    },
  };
}
