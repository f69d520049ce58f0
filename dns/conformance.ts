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
  run(): Promise<void>;
}

const pollMilliseconds = 50;

/**
 * The story that every provider must pass, against real DNS. In vitest:
 * `for (const step of conformanceStory(scene)) it(step.sentence, step.run);`
 */
export function conformanceStory<Config>(scene: ConformanceScene<Config>): readonly ConformanceStep[] {
  const { fqdn, zone, config, tools } = scene;
  const record = (value: string): TxtRecord => ({ fqdn, zone, value });
  const [apex, wildcard, foreign] = ['apex', 'wildcard', 'foreign'].map((word) => record(valueOf(word)));
  assert.ok(apex && wildcard && foreign);
  let provider = scene.start();
  const present = (what: TxtRecord): Promise<void> => provider.present(what, config, tools);
  const cleanUp = (what: TxtRecord): Promise<void> => provider.cleanUp(what, config, tools);
  const shows = (...records: readonly TxtRecord[]): Promise<void> => expectValues(scene, records);

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
      provider = scene.start();
      await present(apex);
      await shows(apex, foreign);
    }),
    step('removes after a restart what another process has just published', async () => {
      await present(wildcard);
      provider = scene.start();
      await cleanUp(wildcard);
      await shows(apex, foreign);
    }),
    step('leaves nothing behind', async () => {
      await Promise.all([cleanUp(apex), cleanUp(foreign)]);
      await shows();
    }),
  ];
}

function step(sentence: string, run: () => Promise<void>): ConformanceStep {
  return { sentence, run };
}

/** 43 characters of base64url, as ACME's are. */
function valueOf(word: string): string {
  return `${word}-_`.padEnd(43, '0123456789abcdef');
}

async function expectValues<Config>(
  scene: ConformanceScene<Config>,
  records: readonly TxtRecord[],
): Promise<void> {
  const wanted = records.map(({ value }) => value).toSorted();
  const deadline = Date.now() + scene.propagationSeconds * 1000;
  for (;;) {
    const seen = (await scene.visibleValues(scene.fqdn)).toSorted();
    if (JSON.stringify(seen) === JSON.stringify(wanted)) return;
    if (Date.now() > deadline) assert.deepEqual(seen, wanted);
    await sleep(pollMilliseconds);
  }
}
