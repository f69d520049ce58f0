import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DnsProvider, ProviderTools, TxtRecord } from './provider.ts';

/** A provider with a real DNS behind it. */
export interface ConformanceScene<Config> {
  /** A provider that remembers nothing: what a restart leaves. */
  start(): DnsProvider<Config>;
  readonly config: Config;
  readonly tools: ProviderTools;
  /** A name that nobody else uses. Both end in a dot. */
  readonly fqdn: string;
  readonly zone: string;
  /** The TXT values that the zone's servers give out. */
  visibleValues(fqdn: string): Promise<readonly string[]>;
  /** How long a change may take to be seen. */
  readonly propagationSeconds: number;
}

/** One sentence of the story; the steps are run in order. */
export interface ConformanceStep {
  readonly sentence: string;
  readonly run: () => Promise<void>;
}

const pollMilliseconds = 50;

/**
 * The story that every provider must pass, against real DNS. In vitest:
 * `it.each(conformanceStory(setUp))('$sentence', async ({ run }) => expect(await run()).toBeUndefined());`
 *
 * @param setUp called when the first step runs, so that servers may be started before
 */
export function conformanceStory<Config>(setUp: () => ConformanceScene<Config>): readonly ConformanceStep[] {
  const actors = createActors(setUp);
  const { present, cleanUp, restart, shows } = actors;
  return [
    step('removes an absent value of a name that is not there', async () => {
      await cleanUp(apex);
      await shows();
    }),
    step('publishes a value', async () => {
      await present(apex);
      await shows(apex);
    }),
    step('publishes it once more without a second copy', async () => {
      await present(apex);
      await shows(apex);
    }),
    step('publishes two more values side by side, at the same time', async () => {
      await Promise.all([present(wildcard), present(foreign)]);
      await shows(apex, wildcard, foreign);
    }),
    step('removes one and keeps the others', async () => {
      await cleanUp(wildcard);
      await shows(apex, foreign);
    }),
    step('removes the same one again', async () => {
      await cleanUp(wildcard);
      await shows(apex, foreign);
    }),
    step('publishes and finds its values after a restart', async () => {
      restart();
      await present(apex);
      await shows(apex, foreign);
    }),
    step('removes after a restart what another process has just published', async () => {
      await present(wildcard);
      restart();
      await cleanUp(wildcard);
      await shows(apex, foreign);
    }),
    step('leaves nothing behind', async () => {
      await Promise.all([cleanUp(apex), cleanUp(foreign)]);
      await shows();
    }),
  ];
}

/** 43 characters of base64url, as ACME's are. */
const [apex, wildcard, foreign] = ['apex-_', 'wildcard-_', 'foreign-_'].map((word) =>
  word.padEnd(43, '0123abcdEFGH'),
) as [string, string, string];

interface Actors {
  readonly present: (value: string) => Promise<void>;
  readonly cleanUp: (value: string) => Promise<void>;
  readonly restart: () => void;
  /** The servers give out these values and no other, within the time that a change may take. */
  readonly shows: (...values: readonly string[]) => Promise<void>;
}

function createActors<Config>(setUp: () => ConformanceScene<Config>): Actors {
  let known: { readonly scene: ConformanceScene<Config>; provider: DnsProvider<Config> } | undefined;
  const stage = (): NonNullable<typeof known> => {
    if (known) return known;
    const scene = setUp();
    return (known = { scene, provider: scene.start() });
  };
  const record = (value: string): TxtRecord => ({
    fqdn: stage().scene.fqdn,
    zone: stage().scene.zone,
    value,
  });
  return {
    present: (value) => stage().provider.present(record(value), stage().scene.config, stage().scene.tools),
    cleanUp: (value) => stage().provider.cleanUp(record(value), stage().scene.config, stage().scene.tools),
    restart: () => {
      stage().provider = stage().scene.start();
    },
    shows: (...values) => expectValues(stage().scene, values),
  };
}

function step(sentence: string, run: () => Promise<void>): ConformanceStep {
  return { sentence, run };
}

async function expectValues<Config>(
  scene: ConformanceScene<Config>,
  values: readonly string[],
): Promise<void> {
  const wanted = values.toSorted();
  const deadline = Date.now() + scene.propagationSeconds * 1000;
  for (;;) {
    const seen = (await scene.visibleValues(scene.fqdn)).toSorted();
    if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
    if (Date.now() > deadline) assert.deepEqual(seen, wanted);
    await sleep(pollMilliseconds);
  }
}
