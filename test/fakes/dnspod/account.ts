import { domainToASCII, domainToUnicode } from 'node:url';
import { LaggingList } from '../lagging-list.ts';

/** What plans allow: `DescribePackageDetail`. */
export interface Plan {
  readonly grade: string;
  readonly name: string;
  readonly minTtlSeconds: number;
  /** Labels below the zone. */
  readonly subDomainLevel: number;
  /** Records of one name. */
  readonly recordRoll: number;
}

export const plans: readonly Plan[] = [
  { grade: 'DP_FREE', name: 'Free', minTtlSeconds: 600, subDomainLevel: 5, recordRoll: 20 },
  { grade: 'DP_PLUS', name: 'Professional', minTtlSeconds: 60, subDomainLevel: 10, recordRoll: 60 },
  { grade: 'DP_ULTRA', name: 'Enterprise', minTtlSeconds: 1, subDomainLevel: 20, recordRoll: 120 },
];

/** A zone of the account. */
export interface FakeZone {
  readonly domainId: number;
  /** Punycode, without a dot at the end. */
  readonly punycode: string;
  readonly plan: Plan;
}

export interface FakeRecord {
  readonly recordId: number;
  readonly domainId: number;
  /** Below the zone, punycode; `@` for the zone itself. */
  readonly subDomain: string;
  readonly type: string;
  readonly line: string;
  readonly lineId: string;
  readonly value: string;
  readonly ttlSeconds: number;
  readonly createdAt: number;
}

export interface ZoneOptions {
  /** Punycode or Unicode. */
  readonly name: string;
  /** Default `DP_FREE`, with its shortest TTL of 600 s. */
  readonly grade?: Plan['grade'];
}

/** The zones and records of one account, with a list that lags behind. */
export class FakeAccount {
  readonly zones: readonly FakeZone[];
  readonly #records: LaggingList<FakeRecord>;
  #nextRecordId = 1_420_000_001;

  constructor(zones: readonly (string | ZoneOptions)[], listLagSeconds: number) {
    this.#records = new LaggingList(listLagSeconds);
    this.zones = zones.map((zone, index) => {
      const { name, grade = 'DP_FREE' } = typeof zone === 'string' ? { name: zone } : zone;
      const plan = plans.find((one) => one.grade === grade);
      if (!plan) throw new Error(`there is no plan "${grade}"`);
      return { domainId: 62_000_001 + index, punycode: domainToASCII(name.replace(/\.$/, '')), plan };
    });
  }

  /** Every record there is, whatever the list shows. */
  get records(): readonly FakeRecord[] {
    return this.#records.current;
  }

  /** What lists show now. */
  get listed(): readonly FakeRecord[] {
    return this.#records.listed;
  }

  zone(name: string): FakeZone | undefined {
    const punycode = domainToASCII(name);
    return this.zones.find((zone) => zone.punycode === punycode);
  }

  add(record: Omit<FakeRecord, 'recordId' | 'createdAt'>): FakeRecord {
    const added = { ...record, recordId: this.#nextRecordId, createdAt: Date.now() };
    this.#nextRecordId += 1;
    this.#records.add(added);
    return added;
  }

  remove(domainId: number, recordId: number): FakeRecord | undefined {
    return this.#records.remove((one) => one.domainId === domainId && one.recordId === recordId);
  }

  /** Whether there is another record of the same name, type and value. */
  hasTwin({ domainId, subDomain, type, value, recordId }: FakeRecord): boolean {
    return this.records.some(
      (one) =>
        one.recordId !== recordId &&
        one.domainId === domainId &&
        one.subDomain === subDomain &&
        one.type === type &&
        one.value === value,
    );
  }
}

/** A name as the lists of the API show it. */
export function unicodeName(punycode: string): string {
  return punycode === '@' ? '@' : domainToUnicode(punycode) || punycode;
}
