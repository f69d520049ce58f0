import type { DnsProvider } from '../provider.ts';
import { createAlidnsProvider } from './alidns/provider.ts';
import type { AlidnsOptions } from './alidns/provider.ts';
import { createCloudflareProvider } from './cloudflare/provider.ts';
import type { CloudflareOptions } from './cloudflare/provider.ts';
import { createDnspodProvider } from './dnspod/provider.ts';
import type { DnspodOptions } from './dnspod/provider.ts';
import { createRfc2136Provider } from './rfc2136/provider.ts';
import { createRoute53Provider } from './route53/provider.ts';
import type { Route53Options } from './route53/provider.ts';

/** Settings of the process for the vendors that have any. */
export interface ProviderOptions {
  readonly dnspod?: DnspodOptions;
  readonly alidns?: AlidnsOptions;
  readonly cloudflare?: CloudflareOptions;
  readonly route53?: Route53Options;
}

/** The providers that the solver serves, by the name that users write as `solverName`. */
export function solverProviders(options: ProviderOptions = {}): readonly DnsProvider<unknown>[] {
  const alidns = createAlidnsProvider(options.alidns);
  return [
    createDnspodProvider(options.dnspod),
    alidns,
    { ...alidns, name: 'alidns-solver' }, // as one of the solvers for it is called
    createCloudflareProvider(options.cloudflare),
    createRfc2136Provider(),
    createRoute53Provider(options.route53),
  ];
}

export type BuiltInProviders = Readonly<Record<'rfc2136' | 'cloudflare' | 'route53', DnsProvider<unknown>>>;

/** The providers that Issuers name without a webhook, by their member of `dns01`. */
export function builtInProviders(options: ProviderOptions = {}): BuiltInProviders {
  return {
    rfc2136: createRfc2136Provider(),
    cloudflare: createCloudflareProvider(options.cloudflare),
    route53: createRoute53Provider(options.route53),
  };
}
