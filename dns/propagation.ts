import type { DnsView } from './resolver.ts';

export interface TxtQuestion {
  /** Where the values were written, or a name that is an alias of it. Ends in a dot. */
  readonly fqdn: string;
  /** The zone of `fqdn`. Ends in a dot. */
  readonly zone: string;
  /** Every server must have all of them. */
  readonly values: readonly string[];
}

/** What one server says about the values. */
export interface ServerReport {
  /** The nameserver's name without the last dot, or the address of a recursive one. */
  readonly server: string;
  readonly answer: 'all' | 'missing' | 'error';
  /** The values it does not have yet. */
  readonly missing: readonly string[];
  /** One line for people; the same as long as the answer is. */
  readonly detail: string;
}

export interface TxtReport {
  readonly servers: readonly ServerReport[];
  /** Whether every server answered `all`. */
  readonly complete: boolean;
  /**
   * Whether the answers come from servers that speak for the zone (the zone's own were asked, or the AA flag was set):
   * then no cache between them and the CA can know better, and nobody needs to wait for `negativeTtlSeconds`.
   */
  readonly authoritative: boolean;
  /** How long a cache may go on saying that the name is absent (RFC 2308 section 5). */
  readonly negativeTtlSeconds: number;
}

/**
 * Asks whether the values are there for the CA to see: every authoritative server of the zone (each of its addresses,
 * in parallel, recursion off), or with `recursiveOnly` every recursive one. Checks of one name that run at the same
 * time share their queries.
 *
 * @throws {TransientFailure} `DnsLookupFailed`, `ZoneNotFound`, `NoNameservers` when nobody could be asked; a server that
 *   was asked and did not answer is in the report instead
 */
export declare function checkTxt(
  view: DnsView,
  question: TxtQuestion,
  signal?: AbortSignal,
): Promise<TxtReport>;
