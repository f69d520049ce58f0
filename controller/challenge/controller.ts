import { keyOf } from '../../api/resource.ts';
import type { AcmeAccounts } from '../acme/accounts.ts';
import { builtInProviders } from '../../dns/providers/index.ts';
import { createDnsView } from '../../dns/resolver.ts';
import type { ControllerTools, KindController } from '../wiring.ts';
import { createHttpChecks } from './http01/checks.ts';
import { createIngressEditor } from './http01/ingress-editor.ts';
import { inspect } from './http01/inspect.ts';
import { type SelfCheck, createSelfCheck } from './http01/self-check.ts';
import { sweepSharedRoutes } from './http01/sweep.ts';
import { createChallengeMemory } from './memory.ts';
import type { ChallengeMetrics } from './metrics.ts';
import { challengeReconciler } from './reconciler.ts';
import type { ChallengeTools } from './tools.ts';

/** Calls to CAs, DNS servers and solvers take long and cost little. */
const concurrency = 30;

/** Challenges as `start.ts` runs them. */
export function challengeController(
  tools: ControllerTools,
  accounts: AcmeAccounts,
  metrics: ChallengeMetrics,
): KindController {
  const { stores, settings, clock } = tools;
  const { recursiveNameservers, recursiveNameserversOnly, checkRetrySeconds, http01 } = settings.challenges;
  const memory = createChallengeMemory(checkRetrySeconds);
  let enqueueKey: (key: string) => void = () => undefined;
  const wakeUp = (key: string) => enqueueKey(key);
  const own: ChallengeTools = {
    ...tools,
    accounts,
    metrics,
    memory,
    providers: builtInProviders(settings.dnsProviders),
    view: createDnsView({ recursiveNameservers, recursiveOnly: recursiveNameserversOnly, clock }),
    httpChecks: createHttpChecks({
      check: counted(
        createSelfCheck({ nameservers: http01.nameservers, proxies: settings.proxies }),
        metrics,
      ),
      inspect: (challenge) => inspect(tools, challenge),
      clock,
      maxSeconds: checkRetrySeconds,
      wake: wakeUp,
    }),
    ingressEditor: createIngressEditor(tools.cluster),
    enqueue: wakeUp,
  };
  return {
    objects: stores.challenges,
    reconciler: challengeReconciler(own),
    concurrency,
    wake(enqueue) {
      enqueueKey = enqueue;
      void sweepSharedRoutes(tools);
      return [
        stores.challenges.subscribe(({ type, object }) => {
          if (type !== 'deleted') return enqueue(keyOf(object));
          memory.forget(object.metadata.uid ?? '');
          own.httpChecks.forget(object.metadata.uid ?? '');
        }),
      ];
    },
  };
}

function counted(check: SelfCheck, { checked }: ChallengeMetrics): SelfCheck {
  return async (spec) => {
    const trouble = await check(spec);
    checked('HTTP-01', trouble === undefined ? 'there' : 'missing');
    return trouble;
  };
}
