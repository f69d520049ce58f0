import { describe, expect, it } from 'vitest';
import { placeOf } from './places.ts';

describe('where AWS is', () => {
  it.each([
    [undefined, 'route53.amazonaws.com', 'us-east-1', 'sts.amazonaws.com', 'us-east-1'],
    ['eu-west-1', 'route53.amazonaws.com', 'us-east-1', 'sts.eu-west-1.amazonaws.com', 'eu-west-1'],
    [
      'cn-north-1',
      'route53.amazonaws.com.cn',
      'cn-northwest-1',
      'sts.cn-north-1.amazonaws.com.cn',
      'cn-north-1',
    ],
    [
      'us-gov-east-1',
      'route53.us-gov.amazonaws.com',
      'us-gov-west-1',
      'sts.us-gov-east-1.amazonaws.com',
      'us-gov-east-1',
    ],
  ])('depends on the region: %s', (region, ...where) => {
    const { route53, route53Region, sts, stsRegion } = placeOf(region, {});

    expect([route53.host, route53Region, sts.host, stsRegion]).toEqual(where);
  });
});
