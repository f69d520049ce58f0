import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { toolPath } from '../../tools/toolchain.ts';
import { createCertificate } from './certificates.ts';
import { freePort } from './loopback.ts';
import { startProcess } from './process.ts';

/** What a Vault answers, whatever the path. */
export interface VaultReply {
  readonly data?: Readonly<Record<string, unknown>>;
  readonly auth?: { readonly client_token: string };
  readonly [member: string]: unknown;
}

/** A real Vault: its core, PKI and logins, over HTTPS, with an audit log. It keeps its data when it is killed. */
export interface Vault {
  readonly url: string;
  /** Whom to trust when talking to it; not who signs what it issues. */
  readonly caPem: string;
  readonly dir: string;
  /** Asks as root. @throws {Error} with its words for every answer that is no success */
  read(path: string): Promise<VaultReply>;
  write(path: string, body?: object): Promise<VaultReply>;
  /** Paths of all requests that it answered until now, each without its first part: `pki/sign/web`. */
  asked(): Promise<readonly string[]>;
  seal(): Promise<void>;
  unseal(): Promise<void>;
  kill(): Promise<void>;
  /** After it was killed: on its port, unsealed. */
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

/** Initialised and unsealed, with an audit log and nothing else. */
export async function startVault(): Promise<Vault> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-vault-'));
  const storage = join(dir, 'data');
  await mkdir(storage);
  const address = `127.0.0.1:${await freePort()}`;
  const ca = await createCertificate(dir, { name: 'ca', commonName: 'test-vault-ca' });
  const serving = await createCertificate(dir, {
    name: 'vault',
    commonName: 'vault',
    subjectAltName: 'DNS:vault.internal,IP:127.0.0.1',
    signer: ca,
  });
  const url = `https://${address}`;
  let token = '';
  const ask = (method: string, path: string, body?: object) =>
    askVault(`${url}/v1/${path}`, { method, ca: ca.certificatePem, token, ...(body && { body }) });
  const start = async () => {
    const server = startProcess({
      name: 'vault',
      command: toolPath('vault'),
      args: [
        `-address=${address}`,
        `-storage=${storage}`,
        `-tls-cert=${serving.certificateFile}`,
        `-tls-key=${serving.keyFile}`,
      ],
      logFile: join(dir, 'vault.log'),
    });
    await server.ready('Vault', () => ask('GET', 'sys/seal-status'));
    return server;
  };
  let server = await start();
  const init = await ask('PUT', 'sys/init', { secret_shares: 1, secret_threshold: 1 });
  const [key] = init['keys_base64'] as readonly string[];
  token = String(init['root_token']);
  const auditFile = join(dir, 'audit.log');
  const unseal = async () => {
    await ask('PUT', 'sys/unseal', { key });
    await server.until('an active Vault', () => ask('GET', 'sys/health'));
  };
  await unseal();
  await ask('PUT', 'sys/audit/file', { type: 'file', options: { file_path: auditFile } });

  return {
    url,
    caPem: ca.certificatePem,
    dir,
    read: (path) => ask('GET', path),
    write: (path, body = {}) => ask('POST', path, body),
    asked: async () => parseAudit(await readFile(auditFile, 'utf8')),
    async seal() {
      await ask('PUT', 'sys/seal');
    },
    unseal,
    async kill() {
      server.kill('SIGKILL');
      await server.exited;
    },
    async startAgain() {
      server = await start();
      await unseal();
    },
    async stop() {
      server.kill('SIGKILL');
      await server.exited;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

interface AuditLine {
  readonly type: string;
  readonly request?: { readonly path?: string };
}

/** @param log JSON lines; the last one may still be written */
function parseAudit(log: string): readonly string[] {
  const lines = log.split('\n');
  lines.pop();
  const entries = lines.map((line) => JSON.parse(line) as AuditLine);
  return entries.flatMap(({ type, request: { path = '' } = {} }) => (type === 'response' ? [path] : []));
}

interface Asked {
  readonly method: string;
  readonly ca: string;
  readonly token: string;
  readonly body?: object;
}

function askVault(url: string, { method, ca, token, body }: Asked): Promise<VaultReply> {
  const headers = { 'x-vault-request': 'true', ...(token !== '' && { 'x-vault-token': token }) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, ca, headers, agent: false, timeout: 10_000 }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('end', () => {
        const text = Buffer.concat(parts).toString();
        const ok = (response.statusCode ?? 500) < 300;
        if (ok) resolve((text === '' ? {} : JSON.parse(text)) as VaultReply);
        else reject(new Error(`${method} ${url} answered ${response.statusCode}: ${text}`));
      });
    });
    sent.once('timeout', () => sent.destroy(new Error(`${url} did not answer in time`)));
    sent.once('error', reject);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
}
