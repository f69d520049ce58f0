import type { DnsProvider, ProviderTools, TxtRecord } from '../provider.ts';
import { startBudget } from './budget.ts';
import { removeValue } from './clean-up.ts';
import { createMemory } from './memory.ts';
import { asciiName } from './names.ts';
import type { ApiCall } from './patience.ts';
import { publishValue } from './publish.ts';
import { createRates } from './rates.ts';
import type { Vendor } from './refusal.ts';
import type { RecordApi, Session } from './session.ts';

/** The account that a call is for. */
export interface Account {
  /** Names it where something is remembered about it; no secret. */
  readonly name: string;
  readonly api: RecordApi;
}

/** What is a vendor's own; the rest is the same for all. */
export interface VendorParts<Config> {
  readonly name: string;
  readonly vendor: Vendor;
  readonly configSchema: object;
  readonly readConfig: (raw: unknown) => Config;
  /** Reads the credentials that the Issuer names and opens the API with them. */
  readonly openAccount: (config: Config, record: TxtRecord, call: ApiCall) => Promise<Account>;
  /** From 0 to 1; spreads retries. `Math.random` when left out. */
  readonly random?: (() => number) | undefined;
}

/** Makes a provider of a vendor whose API keeps every TXT value as a record of its own. */
export function vendorProvider<Config>(parts: VendorParts<Config>): DnsProvider<Config> {
  const { name, vendor, configSchema, readConfig, random = Math.random } = parts;
  const memory = createMemory();
  const rates = createRates();
  const run =
    (act: (session: Session, key: string) => Promise<void>) =>
    async (record: TxtRecord, config: Config, tools: ProviderTools): Promise<void> => {
      const budget = startBudget(tools.clock);
      tools.signal.throwIfAborted();
      const opened = await parts.openAccount(config, record, { vendor, tools, budget, rates, random });
      const key = [opened.name, asciiName(record.fqdn), record.value].join(' ');
      const session = { vendor, record, tools, budget, memory, api: opened.api, account: opened.name };
      await memory.inTurn(key, () => act(session, key));
    };
  return { name, configSchema, readConfig, present: run(publishValue), cleanUp: run(removeValue) };
}
