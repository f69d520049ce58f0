import { TransientFailure } from '../../api/failure.ts';
import { wait } from '../../runtime/clock.ts';
import type { ProviderTools } from '../provider.ts';
import type { Budget } from './budget.ts';
import { unanswered } from './exchange.ts';
import type { Rate, Rates } from './rates.ts';
import { passesByItself } from './refusal.ts';
import type { Refusal, Vendor } from './refusal.ts';

/** What every client of a vendor's API shares within one call of the provider. */
export interface ApiCall {
  readonly vendor: Vendor;
  readonly tools: ProviderTools;
  readonly budget: Budget;
  readonly rates: Rates;
  /** From 0 to 1; spreads retries. */
  readonly random: () => number;
}

/** One thing asked of the API. */
export interface Asked {
  /** The vendor's name for it, for logs and metrics. */
  readonly action: string;
  readonly rate: Rate;
  /** Whose rate it is. */
  readonly account: string;
  /** What shares the rate; the action alone when left out. */
  readonly bucket?: string;
}

const attemptSeconds = 8;
const firstBackoffSeconds = 0.5;
const longestBackoffSeconds = 4;

/**
 * Asks again and again, with jitter, while the vendor throttles or stumbles and the time allows; never sooner than it
 * said, and never faster than its rates.
 *
 * @param attempt asks once, within so many seconds
 * @throws {TransientFailure} the last attempt's, when it brought no answer
 */
export async function askPatiently<Answer extends { readonly ok: true }>(
  call: ApiCall,
  asked: Asked,
  attempt: (seconds: number) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal> {
  const { tools, budget } = call;
  for (let tries = 1; ; tries += 1) {
    await waitForTurn(call, asked);
    const outcome = await attemptOnce(call, asked, attempt);
    const seconds = pauseSeconds(call, outcome, tries);
    tools.signal.throwIfAborted();
    if (seconds !== undefined && budget.hasTimeFor(seconds)) {
      await wait(tools.clock, seconds, tools.signal);
      tools.signal.throwIfAborted();
    } else if (outcome instanceof TransientFailure) {
      throw outcome;
    } else {
      return outcome;
    }
  }
}

async function waitForTurn({ vendor, tools, budget, rates }: ApiCall, asked: Asked): Promise<void> {
  const key = `${asked.account} ${asked.bucket ?? asked.action}`;
  const seconds = rates.reserve(key, asked.rate, tools.clock.now(), Math.max(0, budget.secondsToWait()));
  if (seconds === undefined) {
    throw new TransientFailure(
      `${vendor.word}Throttled`,
      `Too many calls of ${vendor.label} are under way for this account; it will be tried again`,
    );
  }
  if (seconds > 0) await wait(tools.clock, seconds, tools.signal);
  tools.signal.throwIfAborted();
}

async function attemptOnce<Answer extends { readonly ok: true }>(
  { vendor, tools, budget }: ApiCall,
  { action }: Asked,
  attempt: (seconds: number) => Promise<Answer | Refusal>,
): Promise<Answer | Refusal | TransientFailure> {
  const seconds = Math.min(attemptSeconds, budget.secondsLeft());
  if (seconds <= 0) throw unanswered(vendor, `the call ${action}`);
  const outcome = await attempt(seconds).catch(onlyTransient);
  const code = outcome instanceof TransientFailure ? outcome.reason : outcome.ok ? 'ok' : outcome.code;
  tools.observe?.({ vendor: vendor.label, action, code });
  return outcome;
}

/** @returns how long to wait before the next attempt, `undefined` when another would bring nothing */
function pauseSeconds(
  { random }: ApiCall,
  outcome: { readonly ok: true } | Refusal | TransientFailure,
  tries: number,
): number | undefined {
  const backoff = Math.min(firstBackoffSeconds * 2 ** (tries - 1), longestBackoffSeconds);
  const seconds = backoff * (0.5 + random() / 2);
  if (outcome instanceof TransientFailure) return seconds;
  if (outcome.ok || !passesByItself(outcome.meaning)) return undefined;
  return Math.max(seconds, outcome.retryAfterSeconds ?? 0);
}

function onlyTransient(error: unknown): TransientFailure {
  if (error instanceof TransientFailure) return error;
  throw error;
}
