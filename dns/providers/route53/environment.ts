import type { Route53Options } from './provider.ts';

/** What the environment of the process says of it, in the words of AWS's own libraries. */
export function route53FromEnvironment(
  environment: NonNullable<Route53Options['environment']>,
): Route53Options {
  return {
    environment,
    endpoint: environment['AWS_ENDPOINT_URL_ROUTE_53'] || undefined,
    stsEndpoint: environment['AWS_ENDPOINT_URL_STS'] || undefined,
  };
}
