import { fetch } from 'undici';
import { TerminalFailure } from '../../api/failure.ts';
import type { ProviderTools, SecretKeyRef } from '../../dns/provider.ts';
import { startBudget } from '../../dns/vendor-api/budget.ts';
import type { ApiCall } from '../../dns/vendor-api/patience.ts';
import { createRates } from '../../dns/vendor-api/rates.ts';
import type { Vendor } from '../../dns/vendor-api/refusal.ts';
import { systemClock } from '../../runtime/clock.ts';
import type { Clock } from '../../runtime/clock.ts';
import { silentLog } from '../../runtime/log.ts';

/**
 * What a DNS provider is handed, with some Secrets.
 *
 * @param secrets `name/key` to value
 */
export function providerTools(
  secrets: Readonly<Record<string, string>>,
  changes: Partial<ProviderTools> = {},
): ProviderTools {
  return {
    readSecret: ({ name, key }: SecretKeyRef) => {
      const value = secrets[`${name}/${key}`];
      if (value !== undefined) return Promise.resolve(value);
      return Promise.reject(new TerminalFailure('SecretNotFound', `Secret "${name}" does not exist`));
    },
    allowAmbientCredentials: false,
    signal: new AbortController().signal,
    clock: systemClock,
    log: silentLog,
    fetch,
    ...changes,
  };
}

/** What the client of a vendor's API is handed within one call, with a clock whose waits are over at once. */
export function apiCall(vendor: Vendor, changes: Partial<ProviderTools> = {}): ApiCall {
  const tools = providerTools({}, { clock: hastyClock(), ...changes });
  return { vendor, tools, budget: startBudget(tools.clock), rates: createRates(), random: () => 0 };
}

/** A clock whose waits are over at once, though it shows that they took their time. */
export function hastyClock(): Clock & { readonly waitedSeconds: number } {
  let waitedSeconds = 0;
  return {
    now: () => new Date(Date.now() + waitedSeconds * 1000),
    setTimer(seconds, run) {
      const immediate = setImmediate(() => {
        waitedSeconds += seconds;
        run();
      });
      return { cancel: () => clearImmediate(immediate) };
    },
    get waitedSeconds() {
      return waitedSeconds;
    },
  };
}

/** A clock whose waits take a twentieth of their time: for pauses that are meant for lists that lag by 30 s. */
export function hurriedClock(): Clock {
  return {
    now: () => new Date(),
    setTimer(seconds, run) {
      const timeout = setTimeout(run, seconds * 50);
      return { cancel: () => clearTimeout(timeout) };
    },
  };
}
