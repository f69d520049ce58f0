import { certificates } from '../api/kinds.ts';
import { mutatingWebhookConfigurations, validatingWebhookConfigurations } from '../api/registration.ts';
import { ApiError } from '../runtime/api-error.ts';
import { type Clock, wait } from '../runtime/clock.ts';
import type { Cluster } from '../runtime/cluster.ts';
import type { Log } from '../runtime/log.ts';

export interface ReachableOptions {
  readonly cluster: Cluster;
  /** Where the Certificate is made for show: our own. */
  readonly namespace: string;
  /** The webhook configurations that send calls to us. */
  readonly configurations: readonly string[];
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
 * it says it is. That one case counts as well enough, and so does a webhook of somebody else, such as an upstream
 * cert-manager's beside us, that could not be called.
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
    const outcome = await tryOnce(options);
    tell('problem' in outcome ? outcome.problem : undefined);
    if ('arrived' in outcome) {
      log.info({}, 'Calls of the API server arrive');
      return;
    }
    await wait(clock, 1, signal);
  }
}

type Outcome = { readonly arrived: true } | { readonly unknown: true } | { readonly problem: string };

async function tryOnce(options: ReachableOptions): Promise<Outcome> {
  const { cluster, namespace } = options;
  const spec = { secretName: 'none', issuerRef: { name: 'none' } };
  const metadata = { generateName: 'certloom-webhook-asks-', namespace };
  try {
    await cluster.create(certificates, { metadata, spec }, { dryRun: true });
    return { arrived: true };
  } catch (error) {
    if (error instanceof ApiError && error.code < 500) return { arrived: true };
    return outcomeOf((error as Error).message, options);
  }
}

/** What only the text tells: the API server has no word for a call it could not make. */
async function outcomeOf(message: string, options: ReachableOptions): Promise<Outcome> {
  const [, called] = /failed calling webhook "([^"]+)"/.exec(message) ?? [];
  if (called === undefined) return { problem: message };
  if (message.includes('no endpoints available for service')) return { unknown: true };
  const isOurs = await callsUs(called, options).catch(() => true);
  return isOurs ? { problem: message } : { unknown: true };
}

/** @param name of a webhook within a configuration */
async function callsUs(name: string, { cluster, configurations }: ReachableOptions): Promise<boolean> {
  const kinds = [mutatingWebhookConfigurations, validatingWebhookConfigurations];
  const found = await Promise.all(
    configurations.flatMap((configuration) =>
      kinds.map((kind) => cluster.get(kind, { name: configuration })),
    ),
  );
  return found.some((configuration) => configuration?.webhooks?.some((webhook) => webhook.name === name));
}
