/** Where AWS is, for one of its partitions: accounts of one do not exist in another. */
export interface Place {
  readonly route53: URL;
  /** What requests to Route 53 are signed for: it is one service for all regions of a partition. */
  readonly route53Region: string;
  readonly sts: URL;
  readonly stsRegion: string;
}

/** Addresses instead of AWS's own, for tests and private endpoints. */
export interface Addresses {
  readonly endpoint?: string | undefined;
  readonly stsEndpoint?: string | undefined;
}

const partitions = [
  { regions: /^cn-/, host: 'route53.amazonaws.com.cn', region: 'cn-northwest-1', suffix: 'amazonaws.com.cn' },
  {
    regions: /^us-gov-/,
    host: 'route53.us-gov.amazonaws.com',
    region: 'us-gov-west-1',
    suffix: 'amazonaws.com',
  },
  { regions: /^/, host: 'route53.amazonaws.com', region: 'us-east-1', suffix: 'amazonaws.com' },
] as const;

/** @param region of the Issuer or the process; without one STS is asked where it was before it had regions */
export function placeOf(region: string | undefined, { endpoint, stsEndpoint }: Addresses): Place {
  const partition = partitions.find(({ regions }) => regions.test(region ?? '')) ?? partitions[2];
  const stsHost = region === undefined ? 'sts.amazonaws.com' : `sts.${region}.${partition.suffix}`;
  return {
    route53: new URL(endpoint ?? `https://${partition.host}`),
    route53Region: partition.region,
    sts: new URL(stsEndpoint ?? `https://${stsHost}`),
    stsRegion: region ?? 'us-east-1',
  };
}
