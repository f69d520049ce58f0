import QuickLRU from 'quick-lru';
import { fetch as undiciFetch } from 'undici';
import { Failure, TransientFailure } from '../api/failure.ts';
import type { Clock } from '../runtime/clock.ts';
import type { DnsAnswer, DnsQuestion, DnsReply } from './message.ts';
import { absoluteName } from './name.ts';
import { readNameservers } from './nameserver.ts';
import type { Fetch } from './provider.ts';
import { askServer } from './query.ts';

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
  /** Where authoritative servers listen: 53, unless all of DNS is our own. */
  readonly authoritativePort?: number;
}

interface AskOptions {
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

interface ZoneCache {
  get(fqdn: string): Zone | undefined;
  set(fqdn: string, zone: Zone, ttlSeconds: number): void;
}

/** DNS as seen through some recursive nameservers. Questions asked at the same time are sent once. */
export interface DnsView {
  /** As they were given, ports filled in. */
  readonly recursiveNameservers: readonly string[];
  readonly recursiveOnly: boolean;
  readonly authoritativePort: number;
  /** Zones found before, until their SOA's TTL runs out. */
  readonly zones: ZoneCache;
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
}

/**
 * A view of DNS. It holds the zones found and the questions under way, nothing else, and needs no closing.
 *
 * @throws {TerminalFailure} `InvalidNameserver`
 */
export function createDnsView(options: DnsViewOptions): DnsView {
  const { recursiveOnly, clock, fetch = undiciFetch, authoritativePort = 53 } = options;
  const recursiveNameservers = readNameservers(options.recursiveNameservers);
  const underWay = new Map<string, Promise<DnsReply>>();

  async function ask(server: string, question: DnsQuestion, asked: AskOptions): Promise<DnsAnswer> {
    const { recursionDesired, signal } = asked;
    const key = [server, recursionDesired, question.type, absoluteName(question.name)].join(' ');
    const running = underWay.get(key) ?? askServer({ server, question, recursionDesired }, fetch);
    if (!underWay.has(key)) {
      underWay.set(key, running);
      const forget = (): boolean => underWay.delete(key);
      running.then(forget, forget);
    }
    return unlessAborted(running, signal);
  }

  async function resolve(question: DnsQuestion, signal?: AbortSignal): Promise<DnsAnswer> {
    const told: string[] = [];
    for (const server of recursiveNameservers) {
      const answer = await ask(server, question, { recursionDesired: true, signal }).catch(textOfFailure);
      if (typeof answer === 'string') told.push(answer);
      else if (answer.rcode === 'NOERROR' || answer.rcode === 'NXDOMAIN') return answer;
      else told.push(`${server} answered ${answer.rcode}`);
    }
    const { type, name } = question;
    throw new TransientFailure('DnsLookupFailed', `Could not look up ${type} of ${name}: ${told.join('; ')}`);
  }

  const zones = createZoneCache(clock);
  return { recursiveNameservers, recursiveOnly, authoritativePort, zones, resolve, ask };
}

/** @throws what was thrown, unless it is a failure of the call */
function textOfFailure(error: unknown): string {
  if (error instanceof Failure) return error.message;
  throw error;
}

/** Waits no longer than the caller wants to; others may be waiting for the same answer, so the question goes on. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const stop = (): void => {
    reject(signal.reason as Error);
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

function createZoneCache(clock: Clock): ZoneCache {
  const zones = new QuickLRU<string, { readonly zone: Zone; readonly untilMilliseconds: number }>({
    maxSize: 5000,
  });
  return {
    get(fqdn) {
      const found = zones.get(fqdn);
      return found && found.untilMilliseconds > clock.now().getTime() ? found.zone : undefined;
    },
    set(fqdn, zone, ttlSeconds) {
      zones.set(fqdn, { zone, untilMilliseconds: clock.now().getTime() + ttlSeconds * 1000 });
    },
  };
}
