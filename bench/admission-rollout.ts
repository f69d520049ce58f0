import { waitFor } from '../test/cluster/loopback.ts';
import { nextSerialShown } from '../test/cluster/shown-certificate.ts';
import {
  type Replica,
  startWebhookReplicas,
  type WebhookReplicas,
} from '../test/integration/webhook-replicas.ts';
import { type RunningLoad, startLoad } from './admission-load.ts';
import { reviewsToMutate, reviewsToValidate } from './admission-reviews.ts';
import type { Figure, Suite } from './suite.ts';

const perSecond = 500;
/** A server shows the new certificate half a minute after the API server was told of the CA, and is looked at every 10 s. */
const seconds = 90;

/** What may fail while everything about the webhook changes: nothing. */
export const admissionRollout: Suite = {
  name: 'admission-rollout',
  summary: `${perSecond} reviews a second while the CA of two replicas is replaced, and so are they`,
  async run(tell) {
    tell('starting a cluster and two replicas');
    let load: RunningLoad | undefined;
    const replicas = await startWebhookReplicas({
      caDueInSeconds: 12,
      endpointsChanged: (ports) => load?.change({ ports }),
    });
    try {
      const [first, second] = await Promise.all([replicas.start('first'), replicas.start('second')]);
      for (const replica of [first, second]) replicas.add(replica);
      await Promise.all([first.isReady(), second.isReady()]);
      const caPem = await replicas.bundle();
      tell(`${perSecond} reviews a second for ${seconds} s`);
      const reviews = [...reviewsToValidate('many'), ...reviewsToMutate('many')];
      const ports = replicas.endpoints;
      load = await startLoad({ ports, reviews, perSecond, seconds, warmUpSeconds: 0, caPem }, tell);
      await load.measuring;
      const ended = load.result.then(() => 'ended' as const);
      const changed = changeAll(replicas, [first, second], { load, caPem, tell });
      if ((await Promise.race([changed, ended])) === 'ended')
        throw new Error('the load was over before everything had changed');
      return figuresOf(await load.result, tell);
    } finally {
      await replicas.stop();
    }
  },
};

interface Change {
  readonly load: RunningLoad;
  /** Whom everybody trusts before. */
  readonly caPem: string;
  readonly tell: (what: string) => void;
}

/** Both replicas learn of a new CA, one of them before it is replaced and one after. */
async function changeAll(
  replicas: WebhookReplicas,
  [first, second]: readonly [Replica, Replica],
  { load, caPem, tell }: Change,
): Promise<void> {
  const newCaPem = await waitFor(
    'the new CA beside the old one',
    async () => {
      const bundle = await replicas.bundle();
      return bundle === caPem ? undefined : bundle;
    },
    { seconds },
  );
  load.change({ caPem: newCaPem }); // as the API server, which is told of every change of the configuration
  tell('there is a new CA; replacing one replica');
  await replicas.join('third');
  await replicas.leave(first);
  tell('waiting for the other to show a certificate of the new CA');
  await nextSerialShown(second.port);
  tell('replacing it, too');
  await replicas.join('fourth');
  await replicas.leave(second);
  tell('everything has changed');
}

function figuresOf(
  { count, series, failed, failures, connections }: Awaited<RunningLoad['result']>,
  tell: (what: string) => void,
): readonly Figure[] {
  for (const [what, times] of Object.entries(failures)) tell(`failed: ${times} times: ${what}`);
  const latencies = Object.entries(series).flatMap(([path, { took, usualP99 }]): readonly Figure[] => [
    { name: `${path}: p50`, value: took.p50, unit: 'ms' },
    { name: `${path}: p99`, value: took.p99, unit: 'ms' },
    { name: `${path}: p99 of a usual second`, value: usualP99, unit: 'ms' },
    { name: `${path}: slowest`, value: took.slowest, unit: 'ms' },
  ]);
  return [
    ...latencies,
    { name: 'connections', value: connections, unit: 'connections' },
    { name: 'answered', value: count, unit: 'reviews' },
    { name: 'failed', value: failed, unit: 'reviews', limit: 1 },
  ];
}
