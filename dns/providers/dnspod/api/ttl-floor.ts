import type { Log } from '../../../../runtime/log.ts';
import { isObject, rowsOf, textOf } from '../../../vendor-api/json.ts';
import type { createFacts } from '../../../vendor-api/memory.ts';
import { freeMinimumTtlSeconds } from '../vendor.ts';
import type { DnspodClient } from './client.ts';

/** The shortest TTLs that plans allow, as far as they are known. */
export interface TtlFloors {
  /** @returns the TTL, or the zone's floor when that is known to be higher */
  raise(zone: string, ttlSeconds: number | undefined): number | undefined;
  /** Asks for the floor of a zone that has refused a TTL. */
  learn(client: DnspodClient, zone: string, refusedSeconds: number | undefined): Promise<number>;
}

export type KnownFloors = ReturnType<typeof createFacts<number>>;

/** @param account whose zones they are: what is known is kept for all calls of the provider */
export function ttlFloors(known: KnownFloors, account: string, log: Log): TtlFloors {
  const keyOf = (zone: string): string => `${account} ${zone}`;
  return {
    raise(zone, ttlSeconds) {
      const floor = known.get(keyOf(zone));
      return floor === undefined || ttlSeconds === undefined ? ttlSeconds : Math.max(floor, ttlSeconds);
    },
    async learn(client, zone, refusedSeconds) {
      const floor = await minimumTtlSeconds(client, zone);
      known.set(keyOf(zone), floor);
      log.warn(
        { zone, wantedSeconds: refusedSeconds, ttlSeconds: floor },
        'The DNSPod plan of the domain allows no TTL as short as the Issuer wants; records have the shortest it allows',
      );
      return floor;
    },
  };
}

/** `MinTtl` of the plan that the zone is on; grades are spelled `D_Free` here and `D_FREE` there. */
async function minimumTtlSeconds(client: DnspodClient, zone: string): Promise<number> {
  const domain = await client.ask('DescribeDomain', { Domain: zone });
  if (!domain.ok) return freeMinimumTtlSeconds;
  const { DomainInfo: info } = domain.answer;
  const grade = textOf(isObject(info) ? info['Grade'] : undefined).toUpperCase();
  const packages = await client.ask('DescribePackageDetail', {});
  if (!packages.ok) return freeMinimumTtlSeconds;
  const plan = rowsOf(packages.answer['Info']).find(
    (one) => textOf(one['DomainGrade']).toUpperCase() === grade,
  );
  const minimum = Number(plan?.['MinTtl']);
  return Number.isInteger(minimum) && minimum > 0 ? minimum : freeMinimumTtlSeconds;
}
