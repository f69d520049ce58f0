import type { DnsProvider } from '../provider.ts';
import { createDnspodProvider } from './dnspod/provider.ts';
import type { DnspodOptions } from './dnspod/session.ts';

/** Settings of the process for the vendors that have any. */
export interface ProviderOptions {
  readonly dnspod?: DnspodOptions;
}

/** The vendors that the solver serves, by the name that users write as `solverName`. */
export function solverProviders(options: ProviderOptions = {}): readonly DnsProvider<unknown>[] {
  return [createDnspodProvider(options.dnspod)];
}
