import { getServers } from 'node:dns';
import { isIPv6 } from 'node:net';
import { TerminalFailure } from '../api/failure.ts';

/** Where a server listens. */
export interface Endpoint {
  /** An address or a name; IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
}

const dnsPort = 53;

/** As upstream: what is left when the machine names no resolver. */
const lastResort = ['8.8.8.8:53', '8.8.4.4:53'];

/**
 * Reads `host`, `host:port` or `[IPv6]:port`.
 *
 * @param text the port is 53 when left out
 * @throws {TerminalFailure} `InvalidNameserver`
 */
export function parseEndpoint(text: string): Endpoint {
  if (isIPv6(text)) return { host: text, port: dnsPort };
  const [, v6, name, port] = /^(?:\[([^\]]+)\]|([^:[\]\s]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const host = v6 !== undefined && isIPv6(v6) ? v6 : name;
  const endpoint = { host: host ?? '', port: port === undefined ? dnsPort : Number(port) };
  if (endpoint.host !== '' && endpoint.port > 0 && endpoint.port < 65_536) return endpoint;
  throw new TerminalFailure(
    'InvalidNameserver',
    `"${text}" is no nameserver: write host or host:port, IPv6 addresses in brackets`,
  );
}

/** `host:port`, IPv6 in brackets: as people write it. */
export function formatEndpoint({ host, port }: Endpoint): string {
  return isIPv6(host) ? `[${host}]:${String(port)}` : `${host}:${String(port)}`;
}

/**
 * One form for every recursive nameserver: `host:port`, or the URL of a DNS-over-HTTPS server.
 *
 * @param given as in `--dns01-recursive-nameservers`; none: the machine's own (`/etc/resolv.conf`)
 * @throws {TerminalFailure} `InvalidNameserver`
 */
export function readNameservers(given: readonly string[]): readonly string[] {
  const texts = given.length > 0 ? given : getServers();
  const chosen = texts.length > 0 ? texts : lastResort;
  return chosen.map((text) => (isDohUrl(text) ? new URL(text).href : formatEndpoint(parseEndpoint(text))));
}

/** Whether a nameserver is asked over HTTPS (RFC 8484). */
export function isDohUrl(server: string): boolean {
  return server.startsWith('https://') && URL.canParse(server);
}
