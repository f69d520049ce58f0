import { randomBytes } from 'node:crypto';
import { Failure } from '../../api/failure.ts';
import { followCnames } from '../../dns/cname.ts';
import { checkTxt, type TxtReport } from '../../dns/propagation.ts';
import type { DnsProvider, ProviderTools, TxtRecord } from '../../dns/provider.ts';
import type { DnsView } from '../../dns/resolver.ts';
import { findZone } from '../../dns/zone.ts';
import { wait } from '../../runtime/clock.ts';
import { type Step, type StepName, stepOfFailure } from './step.ts';

export interface TrialOptions {
  readonly provider: DnsProvider<unknown>;
  /** The Issuer's, as it is written. */
  readonly config: unknown;
  /** Whose certificate is wanted. */
  readonly name: string;
  readonly view: DnsView;
  readonly tools: ProviderTools;
  readonly timeoutSeconds: number;
  readonly tell: (step: Step) => void;
  /** What was read of credentials until now, in words. */
  readonly credentialsRead: () => readonly string[];
}

/** Pauses between two looks at the nameservers. */
const lookSeconds = 2;

/**
 * Tries everything that a challenge needs with a value of its own, beside whatever is at the name: reads the
 * configuration and the credentials, finds the zone, publishes, waits until the nameservers show it, and takes it away.
 *
 * @returns whether all of it worked; every step was told
 */
export async function runTrial(options: TrialOptions): Promise<boolean> {
  const config = await attempt(options, 'configuration', async () =>
    options.provider.readConfig(options.config),
  );
  if (config === failed) return false;
  const record = await attempt(options, 'zone', () => findRecord(options));
  if (record === failed) return false;
  if (!(await publish(options, config, record))) return false;
  let isVisible = false;
  let isGone = false;
  try {
    isVisible = await watchAppear(options, record);
  } finally {
    isGone = await takeAway(options, config, record);
  }
  return isVisible && isGone;
}

const failed = Symbol('failed');

/** @returns `failed` when a failure was told */
async function attempt<Value>(
  { tell }: TrialOptions,
  about: StepName,
  what: () => Promise<Value>,
): Promise<Value | typeof failed> {
  try {
    return await what();
  } catch (error) {
    tell(stepOfFailure(error, about));
    return failed;
  }
}

async function findRecord({ name, view, tell, tools }: TrialOptions): Promise<TxtRecord> {
  const asked = `_acme-challenge.${name}.`;
  const fqdn = await followCnames(view, asked, tools.signal);
  const zone = await findZone(view, fqdn, tools.signal);
  const way = fqdn === asked ? '' : `${asked} is an alias of ${fqdn}, `;
  tell({ name: 'zone', outcome: 'ok', text: `${way}DNS says that ${fqdn} lies in ${zone}` });
  if (fqdn !== asked)
    tell({ name: 'zone', outcome: 'note', text: 'the Issuer needs cnameStrategy: Follow for that' });
  return { fqdn, zone, value: `certloom-check-${randomBytes(9).toString('base64url')}` };
}

async function publish(options: TrialOptions, config: unknown, record: TxtRecord): Promise<boolean> {
  const { provider, tools, tell, credentialsRead } = options;
  const began = performance.now();
  try {
    await provider.present(record, config, tools);
  } catch (error) {
    const step = stepOfFailure(error, 'present');
    tell(step);
    // what ended without a clear answer may have been done all the same
    if (step.name === 'present') await provider.cleanUp(record, config, tools).catch(() => {});
    return false;
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const read = credentialsRead().join('; ') || 'none are needed, or those of this machine';
  tell({ name: 'credentials', outcome: 'ok', text: read });
  tell({
    name: 'present',
    outcome: 'ok',
    text: `a TXT record of ${record.fqdn} was created in ${seconds} s`,
  });
  return true;
}

async function watchAppear(options: TrialOptions, record: TxtRecord): Promise<boolean> {
  const report = await look(options, record, ({ complete }) => complete);
  if (report === failed) return false;
  if (!report.complete) {
    options.tell({
      name: 'visible',
      outcome: 'failed',
      text: `after ${options.timeoutSeconds} s: ${inWords(report)}`,
      remedy: 'compare the NS records at the registrar with the nameservers that the vendor gives the zone',
    });
    return false;
  }
  options.tell({ name: 'visible', outcome: 'ok', text: inWords(report) });
  await tellTtl(options, record);
  return true;
}

/** What the vendor made of the TTL: plans have floors. */
async function tellTtl(
  { view, config, tell, tools }: TrialOptions,
  { fqdn, value }: TxtRecord,
): Promise<void> {
  const answer = await view.resolve({ name: fqdn, type: 'TXT' }, tools.signal).catch(() => undefined);
  const seen = answer?.answers.find((one) => one.type === 'TXT' && one.value === value);
  if (seen === undefined) return;
  const wanted = (config as { readonly ttl?: unknown } | undefined)?.ttl;
  const raised = typeof wanted === 'number' && seen.ttlSeconds > wanted;
  const text = `${seen.ttlSeconds} s`;
  if (!raised) tell({ name: 'ttl', outcome: 'ok', text });
  else tell({ name: 'ttl', outcome: 'note', text: `${text}: the plan allows none as short as ${wanted} s` });
}

async function takeAway(options: TrialOptions, config: unknown, record: TxtRecord): Promise<boolean> {
  const { provider, tools, tell, timeoutSeconds } = options;
  const uninterrupted = { ...tools, signal: new AbortController().signal };
  const quietly = { ...options, tools: uninterrupted };
  const cleaned = await attempt(quietly, 'clean-up', () => provider.cleanUp(record, config, uninterrupted));
  if (cleaned === failed) return false;
  const report = tools.signal.aborted ? failed : await look(options, record, isGone);
  if (report === failed) return false;
  const text = `there is still a TXT record ${record.value} of ${record.fqdn} after ${timeoutSeconds} s`;
  const remedy = "look in the vendor's console; nameservers that lag behind show it a while longer";
  if (isGone(report)) tell({ name: 'clean-up', outcome: 'ok', text: 'the record is gone again' });
  else tell({ name: 'clean-up', outcome: 'failed', text, remedy });
  return isGone(report);
}

function isGone({ servers }: TxtReport): boolean {
  return servers.every(({ answer }) => answer !== 'all');
}

/** Looks until it is so, or the time is up. @returns the last report */
async function look(
  options: TrialOptions,
  { fqdn, zone, value }: TxtRecord,
  isSo: (report: TxtReport) => boolean,
): Promise<TxtReport | typeof failed> {
  const { view, tools, timeoutSeconds } = options;
  const endsAt = tools.clock.now().getTime() + timeoutSeconds * 1000;
  return attempt(options, 'visible', async () => {
    for (;;) {
      const isLast = tools.clock.now().getTime() >= endsAt;
      const report = await checkTxt(view, { fqdn, zone, values: [value] }, tools.signal).catch(
        (error: unknown) =>
          isLast || !(error instanceof Failure) ? Promise.reject(error as Error) : undefined,
      );
      if (report !== undefined && (isLast || isSo(report))) return report;
      await wait(tools.clock, lookSeconds, tools.signal);
      tools.signal.throwIfAborted();
    }
  });
}

function inWords({ servers }: TxtReport): string {
  return servers.map(({ server, detail }) => `${server} ${detail}`).join('; ');
}
