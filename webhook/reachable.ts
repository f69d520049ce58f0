import { certificates } from '../api/kinds.ts';
import { ApiError } from '../runtime/api-error.ts';
import { type Clock, wait } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import type { Log } from '../runtime/log.ts';

export interface ReachableOptions {
  readonly cluster: Cluster;
  /** Where the Certificate is made for show: our own. */
  readonly namespace: string;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/**
 * Asks, until it has worked once, whether a call of the API server arrives at a webhook: it makes a Certificate for show
 * (dry run) that no webhook lets in, since it has no name. Only that the API server tried to ask and could not counts against
 * us, such as when it does not trust our CA yet. When nobody is asked, for want of a configuration or of the CRDs, there is
 * nothing to wait for: installers may well bring those last.
 *
 * A Service of cluster addresses has no endpoint before a Pod is ready, so that the first replica cannot be reached before
 * it says it is. That one case counts as well enough.
 *
 * @returns a readiness check
 */
export function watchReachable(options: ReachableOptions): () => string | undefined {
  let problem: string | undefined = 'not asked yet';
  void ask(options, (found) => (problem = found));
  return () => problem && `no call of the API server arrives: ${problem}`;
}

/** Never rejects. */
async function ask(options: ReachableOptions, tell: (problem: string | undefined) => void): Promise<void> {
  const { clock, log, signal } = options;
  while (!signal.aborted) {
    const answer = await tryOnce(options);
    tell(answer === 'no endpoints yet' ? undefined : answer);
    if (answer === undefined) {
      log.info({}, 'Calls of the API server arrive');
      return;
    }
    await wait(clock, 1, signal);
  }
}

/** @returns why it did not work */
async function tryOnce({ cluster, namespace }: ReachableOptions): Promise<string | undefined> {
  const spec = { secretName: 'none', issuerRef: { name: 'none' } };
  const metadata = { generateName: 'certloom-webhook-asks-', namespace };
  try {
    await cluster.create(certificates, { metadata, spec }, { dryRun: true });
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code < 500) return undefined;
    const { message } = error as Error;
    // the one thing that only the text tells: the API server has no word for a call it could not make
    return message.includes('no endpoints available for service') ? 'no endpoints yet' : message;
  }
}
