import type { Clock } from '../runtime/clock.ts';
import type { DnsAnswer, DnsQuestion } from './message.ts';
import type { Fetch } from './provider.ts';

export interface DnsViewOptions {
  /**
   * Asked in this order: `host:port` (port 53 when left out, IPv6 in brackets) or an `https://` URL (RFC 8484). None:
   * those of `/etc/resolv.conf`.
   */
  readonly recursiveNameservers: readonly string[];
  /** Whether propagation is judged by these servers instead of the zone's own. */
  readonly recursiveOnly: boolean;
  readonly clock: Clock;
  /** For `https://` nameservers; undici's when left out. */
  readonly fetch?: Fetch;
}

/** DNS as seen through some recursive nameservers. Questions asked at the same time are sent once. */
export interface DnsView {
  /** As they were given, ports filled in. */
  readonly recursiveNameservers: readonly string[];
  readonly recursiveOnly: boolean;
  readonly clock: Clock;
  /**
   * Asks the recursive nameservers one after the other.
   *
   * @returns the first answer that is NOERROR or NXDOMAIN
   * @throws {TransientFailure} `DnsLookupFailed` when no server gave one
   */
  resolve(question: DnsQuestion, signal?: AbortSignal): Promise<DnsAnswer>;
  /**
   * Asks one server, whatever it answers, within a few seconds.
   *
   * @param server `host:port`, or an `https://` URL
   * @throws {TransientFailure} `DnsServerUnreachable` when there was no answer
   */
  ask(server: string, question: DnsQuestion, options: AskOptions): Promise<DnsAnswer>;
  /** Zones found before, until their SOA's TTL runs out. */
  readonly zones: ZoneCache;
}

export interface AskOptions {
  readonly recursionDesired: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A zone as its SOA record tells of it. */
export interface Zone {
  /** Ends in a dot. */
  readonly name: string;
  /** How long resolvers remember that a name is absent (RFC 2308 section 5). */
  readonly negativeTtlSeconds: number;
}

export interface ZoneCache {
  get(fqdn: string): Zone | undefined;
  set(fqdn: string, zone: Zone, ttlSeconds: number): void;
}

export declare function createDnsView(options: DnsViewOptions): DnsView;
