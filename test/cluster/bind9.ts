import { randomBytes, randomInt } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Resolver } from 'node:dns/promises';
import { type QueryLogEntry, type UpdateLogEntry, parseQueryLog, parseUpdateLog } from './bind9-log.ts';
import { freePort } from './loopback.ts';
import { relayPort } from './port-relay.ts';
import { startProcess } from './process.ts';
import { type Zone, namedConfiguration, rootZone, zoneFile } from './zone-file.ts';

export interface Bind9Options {
  /** Zones it is the authoritative server of: names without a dot at their end, or with records of their own. */
  readonly zones: readonly (string | Zone)[];
  /** Default a new directory under the system's temporary one. */
  readonly dir?: string;
}

/** A secret shared for signed updates (RFC 8945). */
export interface TsigKey {
  readonly name: string;
  readonly algorithm: 'hmac-sha256';
  /** Base64. */
  readonly secret: string;
}

/**
 * A real bind9 that serves some zones, takes TSIG-signed updates of them (RFC 2136), and answers for the rest of the world
 * that it does not exist: the root zone is here as well, so that looking for a zone never leaves this machine.
 */
export interface Bind9 {
  /** An address of its own, `127.x.y.z`; the NS records of every zone lead to it. */
  readonly address: string;
  /** Whether it is reached at port 53 of `address`, so that authoritative servers are found as on the Internet. */
  readonly listensOnPort53: boolean;
  /** On 127.0.0.1, UDP and TCP. */
  readonly port: number;
  /** `127.0.0.1:<port>`: what flags for name servers take. */
  readonly server: string;
  readonly tsig: TsigKey;
  readonly dir: string;
  /** The values of all TXT records of a name, sorted; none is an empty list. */
  txtRecords(name: string): Promise<readonly string[]>;
  queryLog(): Promise<readonly QueryLogEntry[]>;
  /** What updates have added and deleted, in order. */
  updateLog(): Promise<readonly UpdateLogEntry[]>;
  stop(options?: { readonly keepLogs?: boolean }): Promise<void>;
}

export async function startBind9(options: Bind9Options): Promise<Bind9> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'certloom-bind9-')));
  await mkdir(dir, { recursive: true });
  const zones = options.zones.map((zone) => (typeof zone === 'string' ? { name: zone } : zone));
  const address = `127.${randomInt(16, 250)}.${randomInt(1, 250)}.${randomInt(1, 250)}`;
  const port = await freePort();
  const tsig: TsigKey = {
    name: 'test-key',
    algorithm: 'hmac-sha256',
    secret: randomBytes(32).toString('base64'),
  };
  await Promise.all([
    ...zones.map((zone) => writeFile(join(dir, `${zone.name}.zone`), zoneFile(zone, address))),
    writeFile(join(dir, 'root.zone'), rootZone(zones, address)),
    writeFile(join(dir, 'named.conf'), namedConfiguration({ dir, zones, port, tsig }), { mode: 0o600 }),
  ]);
  const named = startProcess({
    name: 'bind9',
    command: 'named',
    args: ['-f', '-c', join(dir, 'named.conf')],
    logFile: join(dir, 'named.log'),
  });
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  resolver.setServers([`127.0.0.1:${port}`]);
  await named.ready('bind9', async () => (await resolver.resolveSoa(zones[0]?.name ?? '.')) && true);
  const relay = await relayPort({ host: address, port: 53 }, { host: '127.0.0.1', port });

  return {
    address,
    listensOnPort53: relay !== undefined,
    port,
    server: `127.0.0.1:${port}`,
    tsig,
    dir,
    txtRecords: (name) => txtRecords(resolver, name),
    queryLog: async () => parseQueryLog(await readFile(join(dir, 'queries.log'), 'utf8')),
    updateLog: async () => parseUpdateLog(await readFile(join(dir, 'updates.log'), 'utf8')),
    async stop({ keepLogs = false } = {}) {
      relay?.close();
      named.kill('SIGKILL');
      await named.exited;
      if (!keepLogs) await rm(dir, { recursive: true, force: true });
    },
  };
}

async function txtRecords(resolver: Resolver, name: string): Promise<readonly string[]> {
  try {
    return (await resolver.resolveTxt(name)).map((strings) => strings.join('')).sort();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENODATA' || code === 'ENOTFOUND') return [];
    throw error;
  }
}
