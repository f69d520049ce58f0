import type { ProviderOptions } from '../dns/providers/index.ts';
import { route53FromEnvironment } from '../dns/providers/route53/environment.ts';
import * as flag from '../runtime/flags.ts';

/** Base URLs of vendors' APIs; empty for the real ones. */
export type Endpoints = flag.FlagValues<ReturnType<typeof endpointFlags>>;

/** For tests and private clouds. Issuers may not say these: credentials would go wherever they point. */
export function endpointFlags() {
  return {
    'dnspod-endpoint': flag.text("URL of DNSPod's API 3.0, for tests and private clouds"),
    'dnspod-legacy-endpoint': flag.text("URL of DNSPod's old API, for tests"),
    'alidns-endpoint': flag.text("URL of Alibaba Cloud DNS's API, for tests and private clouds"),
    'cloudflare-endpoint': flag.text("URL of Cloudflare's API, for tests"),
  };
}

/**
 * What the providers are told of the process.
 *
 * @param environment for credentials of the pod, where an Issuer may use them
 */
export function providerOptions(endpoints: Endpoints, environment: NodeJS.ProcessEnv): ProviderOptions {
  const at = <Name extends string>(name: Name, url: string) =>
    (url === '' ? {} : { [name]: url }) as { readonly [N in Name]?: string };
  return {
    dnspod: {
      ...at('endpoint', endpoints['dnspod-endpoint']),
      ...at('legacyEndpoint', endpoints['dnspod-legacy-endpoint']),
      ambient: { environment },
    },
    alidns: at('endpoint', endpoints['alidns-endpoint']),
    cloudflare: at('endpoint', endpoints['cloudflare-endpoint']),
    route53: route53FromEnvironment(environment),
  };
}
