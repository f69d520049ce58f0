import type { ProviderTools, TxtRecord } from '../provider.ts';
import type { Budget } from './budget.ts';
import type { Memory } from './memory.ts';
import type { Refusal, Vendor } from './refusal.ts';

/** A place for a record: a zone and the name below it. */
export interface Place {
  /** Punycode, without a dot at the end. */
  readonly zone: string;
  /** `@` for the zone itself. */
  readonly subDomain: string;
}

export interface Created {
  readonly ok: true;
  /** `undefined` when the answer does not tell. */
  readonly id: string | undefined;
}

export interface Found {
  readonly ok: true;
  readonly ids: readonly string[];
}

/**
 * What a vendor's API does with the one TXT record that a call is about. That a zone is none of the account's is the
 * refusal `notOurZone`.
 */
export interface RecordApi {
  /** Whether what was just created may be missing from lists. Only where creating a second copy is refused. */
  readonly listsLag: boolean;
  /** Creates the record beside all others. What is there already is the refusal `exists`. */
  create(place: Place): Promise<Created | Refusal>;
  /** The records of exactly this name with exactly this value. None may be an empty list or the refusal `absent`. */
  find(place: Place): Promise<Found | Refusal>;
  /** What is not there any more is the refusal `absent`. */
  remove(place: Pick<Place, 'zone'>, id: string): Promise<{ readonly ok: true } | Refusal>;
}

/** One call of a provider: one record, one account, one budget of time. */
export interface Session {
  readonly vendor: Vendor;
  readonly record: TxtRecord;
  readonly tools: ProviderTools;
  readonly budget: Budget;
  readonly memory: Memory;
  readonly api: RecordApi;
  /** Names the account in the memory's keys; no secret. */
  readonly account: string;
}
