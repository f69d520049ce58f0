import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { dirname, resolve } from 'node:path';
import { KubeConfig } from '@kubernetes/client-node';
import { TerminalFailure, TransientFailure } from '../api/failure.ts';

export interface CredentialOptions {
  /** Path; without it the process runs in the cluster. */
  readonly kubeconfig?: string;
  readonly context?: string;
  /** URL of the API server instead of the configured one. */
  readonly master?: string;
  /** Prefix of `/var/run/secrets/kubernetes.io/serviceaccount`; for tests. */
  readonly serviceAccountRoot?: string;
}

/** What TLS to the API server is made with: PEM. */
export interface TlsMaterial {
  readonly ca?: Buffer | string;
  readonly cert?: Buffer | string;
  readonly key?: Buffer | string;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
}

/** What one request is made with. */
export interface Credentials {
  /** `Authorization`, `Impersonate-User`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly tls: TlsMaterial;
  /** Changes when the TLS material does: connections are shared under it. */
  readonly tlsId: string;
}

/** Where the API server is and who we are there. */
export interface CredentialSource {
  readonly server: URL;
  readonly namespace: string;
  readonly proxyUrl?: string;
  /**
   * As of now; tokens in files and of exec plugins are renewed.
   *
   * @throws {TransientFailure} `CredentialsUnavailable`
   */
  current(): Promise<Credentials>;
  /** The API server did not accept them (401): read everything anew next time. */
  forget(): void;
}

/** Reading certificates from files for every call would cost more than the call. */
const freshMs = 5_000;

/** @throws {TerminalFailure} `KubeconfigUnusable` */
export async function loadCredentials(options: CredentialOptions): Promise<CredentialSource> {
  let config = await loadConfig(options);
  const cluster = config.getCurrentCluster();
  if (cluster === null || !URL.canParse(cluster.server)) throw unusable(options, 'it names no API server');
  let known: { readonly credentials: Promise<Credentials>; readonly readMs: number } | undefined;
  let stale = false;

  async function read(): Promise<Credentials> {
    if (stale) config = await loadConfig(options);
    stale = false;
    return credentialsFrom(config);
  }

  return {
    server: new URL(cluster.server),
    namespace: config.getContextObject(config.currentContext)?.namespace?.trim() || 'default',
    ...(cluster.proxyUrl === undefined || cluster.proxyUrl === '' ? {} : { proxyUrl: cluster.proxyUrl }),
    current() {
      const now = performance.now();
      if (known === undefined || now - known.readMs > freshMs) {
        known = { credentials: read().catch(unavailable), readMs: now };
        known.credentials.catch(() => (known = undefined));
      }
      return known.credentials;
    },
    forget() {
      known = undefined;
      stale = true;
    },
  };
}

async function loadConfig(options: CredentialOptions): Promise<KubeConfig> {
  const config = new KubeConfig();
  try {
    if (options.kubeconfig !== undefined) await loadFile(config, options.kubeconfig);
    else if (options.master === undefined) config.loadFromCluster(options.serviceAccountRoot);
    else
      config.loadFromClusterAndUser(
        { name: 'master', server: options.master, skipTLSVerify: false },
        { name: '' },
      );
    if (options.context !== undefined) config.setCurrentContext(options.context);
  } catch (error) {
    throw unusable(options, whyUnreadable(error));
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null) throw unusable(options, 'its current context names no cluster');
  // the library fills in what the environment lacks with the word "undefined"
  if (cluster.server.includes('undefined')) throw unusable(options, 'this process does not run in a cluster');
  const server = options.master ?? cluster.server;
  // without TLS there is nothing to verify, and the library wants to hear that
  Object.assign(cluster, { server, skipTLSVerify: cluster.skipTLSVerify || server.startsWith('http:') });
  return config;
}

/** The library does not know `tokenFile`, which kubectl reads anew from time to time: lend it the one of Pods. */
async function loadFile(config: KubeConfig, path: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  config.loadFromString(text);
  config.makePathsAbsolute(resolve(dirname(path)));
  if (!text.includes('tokenFile')) return;
  const { parse } = await import('yaml');
  const { users = [] } = parse(text) as {
    users?: readonly { name?: string; user?: { tokenFile?: string } | null }[] | null;
  };
  for (const { name = '', user } of users ?? []) {
    const known = config.getUser(name);
    if (known === null || user?.tokenFile === undefined) continue;
    const tokenFile = resolve(dirname(path), user.tokenFile);
    Object.assign(known, { token: undefined, authProvider: { name: 'tokenFile', config: { tokenFile } } });
  }
}

async function credentialsFrom(config: KubeConfig): Promise<Credentials> {
  const applied: RequestOptions = {};
  await config.applyToHTTPSOptions(applied);
  const tls: TlsMaterial = {
    ...defined('ca', applied.ca as Buffer | undefined),
    ...defined('cert', applied.cert as Buffer | string | undefined),
    ...defined('key', applied.key as Buffer | string | undefined),
    ...defined('servername', applied.servername),
    ...defined('rejectUnauthorized', applied.rejectUnauthorized),
  };
  return { headers: headersFrom(applied), tls, tlsId: idOf(tls) };
}

function headersFrom({ headers, auth }: RequestOptions): Record<string, string> {
  const all = Object.entries(headers ?? {}).map(([name, value]) => [
    name.toLowerCase(),
    String(value).trim(),
  ]);
  const basic = auth ? { authorization: `Basic ${Buffer.from(auth).toString('base64')}` } : {};
  return { ...basic, ...Object.fromEntries(all) };
}

function idOf(tls: TlsMaterial): string {
  const hash = createHash('sha256');
  for (const [name, value] of Object.entries(tls)) hash.update(`${name}=${String(value)};`);
  return hash.digest('base64');
}

function defined<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return (value === undefined ? {} : { [name]: value }) as { [N in Name]?: Value };
}

/** The errors of a YAML parser quote the text, and here that is tokens and keys. */
function whyUnreadable(error: unknown): string {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? `it cannot be read (${code})` : 'it is not a kubeconfig';
}

function unusable(options: CredentialOptions, why: string): TerminalFailure {
  const what =
    options.kubeconfig === undefined
      ? 'The in-cluster configuration'
      : `The kubeconfig ${options.kubeconfig}`;
  return new TerminalFailure('KubeconfigUnusable', `${what} cannot be used: ${why}`);
}

function unavailable(cause: unknown): never {
  const message =
    'The credentials for the API server cannot be read (a token file, or an exec plugin that failed)';
  throw new TransientFailure('CredentialsUnavailable', message, { cause });
}
