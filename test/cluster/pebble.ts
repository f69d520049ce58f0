import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toolPath } from '../../tools/toolchain.ts';
import { createCertificate } from './certificates.ts';
import { getHttps, postHttps } from './get-https.ts';
import { freePort } from './loopback.ts';
import { startProcess } from './process.ts';

export interface PebbleOptions {
  /** `host:port` of the name server it validates with. */
  readonly dnsServer: string;
  /** How many of the good nonces it refuses all the same, in percent; default 15. */
  readonly nonceRejectPercent?: number;
  /** How often it takes over a valid authorization into a new order, in percent; default Pebble's own, 50. */
  readonly authzReusePercent?: number;
  /** What it answers as Retry-After, in seconds; Pebble's own default is 3 and 3. */
  readonly retryAfterSeconds?: { readonly authz: number; readonly order: number };
  /** Names it refuses to issue for (`rejectedIdentifier`), with all below them. */
  readonly blockedDomains?: readonly string[];
  /** Key id to base64url MAC key: with any of them, accounts must be bound to one. */
  readonly externalAccountKeys?: Readonly<Record<string, string>>;
  /** The profiles that orders may name (draft-ietf-acme-profiles), validity in seconds; default one called `default`. */
  readonly profiles?: Readonly<
    Record<string, { readonly description: string; readonly validityPeriod: number }>
  >;
  /** Where it asks for HTTP-01 tokens; default a free port. */
  readonly httpPort?: number;
  readonly dir?: string;
}

/** What became of one order, as Pebble's log tells it. */
export interface PebbleOrder {
  readonly id: string;
  readonly finalized: boolean;
  /** Serial number in hex, once issued. */
  readonly serial?: string;
}

/** A real Pebble: Let's Encrypt's ACME test server, which validates for real and refuses nonces at random. */
export interface Pebble {
  readonly directoryUrl: string;
  /** Whom to trust when talking to it; not who signs what it issues. */
  readonly caPem: string;
  readonly httpPort: number;
  readonly dir: string;
  /** PEM of the root under which it issues; new at every start. */
  root(): Promise<string>;
  intermediate(): Promise<string>;
  orders(): Promise<readonly PebbleOrder[]>;
  /** What it answers from now on when it is asked when to renew a certificate of its own (PEM); any text will do. */
  setRenewalInfo(certificate: string, answer: string): Promise<void>;
  logs(): Promise<string>;
  /** Kills it and starts it again on its ports: it has forgotten all accounts and orders then. */
  restart(whileDown?: () => Promise<void>): Promise<void>;
  stop(options?: { readonly keepLogs?: boolean }): Promise<void>;
}

export async function startPebble(options: PebbleOptions): Promise<Pebble> {
  const dir = options.dir ?? (await mkdtemp(join(tmpdir(), 'certloom-pebble-')));
  await mkdir(dir, { recursive: true });
  const [port, managementPort] = [await freePort(), await freePort()];
  const httpPort = options.httpPort ?? (await freePort());
  const ca = await createCertificate(dir, { name: 'ca', commonName: 'test-pebble-ca' });
  const serving = await createCertificate(dir, {
    name: 'pebble',
    commonName: 'pebble',
    subjectAltName: 'DNS:localhost,IP:127.0.0.1',
    signer: ca,
  });
  await writeFile(
    join(dir, 'pebble.json'),
    JSON.stringify({
      pebble: {
        listenAddress: `127.0.0.1:${port}`,
        managementListenAddress: `127.0.0.1:${managementPort}`,
        certificate: serving.certificateFile,
        privateKey: serving.keyFile,
        httpPort,
        tlsPort: await freePort(),
        keyAlgorithm: 'ecdsa',
        domainBlocklist: options.blockedDomains ?? [],
        externalAccountBindingRequired: options.externalAccountKeys !== undefined,
        externalAccountMACKeys: options.externalAccountKeys ?? {},
        ...(options.retryAfterSeconds !== undefined && { retryAfter: options.retryAfterSeconds }),
        ...(options.profiles !== undefined && { profiles: options.profiles }),
      },
    }),
  );
  const directoryUrl = `https://127.0.0.1:${port}/dir`;
  const fromManagement = (path: string) =>
    getHttps(`https://127.0.0.1:${managementPort}${path}`, { ca: ca.certificatePem });
  const start = async () => {
    const server = startProcess({
      name: 'pebble',
      command: toolPath('pebble'),
      args: ['-config', join(dir, 'pebble.json'), '-dnsserver', options.dnsServer],
      env: {
        PEBBLE_VA_NOSLEEP: '1',
        PEBBLE_WFE_NONCEREJECT: String(options.nonceRejectPercent ?? 15),
        ...(options.authzReusePercent !== undefined && {
          PEBBLE_AUTHZREUSE: String(options.authzReusePercent),
        }),
      },
      logFile: join(dir, 'pebble.log'),
    });
    await server.ready('Pebble', async () => {
      await getHttps(directoryUrl, { ca: ca.certificatePem });
      return fromManagement('/roots/0');
    });
    return server;
  };
  let server = await start();

  return {
    directoryUrl,
    caPem: ca.certificatePem,
    httpPort,
    dir,
    root: () => fromManagement('/roots/0'),
    intermediate: () => fromManagement('/intermediates/0'),
    async setRenewalInfo(certificate, answer) {
      const url = `https://127.0.0.1:${managementPort}/set-renewal-info/`;
      const body = { Certificate: certificate, ARIResponse: answer };
      await postHttps(url, body, { ca: ca.certificatePem });
    },
    orders: async () => parseOrders(await server.logs()),
    logs: () => server.logs(),
    async restart(whileDown) {
      server.kill('SIGKILL');
      await server.exited;
      await whileDown?.();
      server = await start();
    },
    async stop({ keepLogs = false } = {}) {
      server.kill('SIGKILL');
      await server.exited;
      if (!keepLogs) await rm(dir, { recursive: true, force: true });
    },
  };
}

/** @param log since the first start; orders from before a restart are counted as well */
export function parseOrders(log: string): readonly PebbleOrder[] {
  const finalized = new Set(ids(log, /Order (\S+) is fully authorized\. Processing finalization/g));
  const serials = new Map(
    [...log.matchAll(/Issued certificate serial (\S+) for order (\S+)/g)].map(([, serial = '', id = '']) => [
      id,
      serial,
    ]),
  );
  return ids(log, /Added order "([^"]+)" to the db/g).map((id) => {
    const serial = serials.get(id);
    return { id, finalized: finalized.has(id), ...(serial !== undefined && { serial }) };
  });
}

function ids(log: string, line: RegExp): readonly string[] {
  return [...log.matchAll(line)].map(([, id = '']) => id);
}
