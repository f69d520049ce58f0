import { Agent, type Dispatcher, EnvHttpProxyAgent } from 'undici';
import { TerminalFailure } from '../api/failure.ts';

/** How requests leave the cluster; those to the API server never take these ways. */
export interface Proxies {
  /** URLs; HTTPS takes the one for HTTP when it has none of its own. */
  readonly http?: string;
  readonly https?: string;
  /** Hosts, domains with all below them, `host:port`, or `*`; with commas between. */
  readonly except: string;
}

/** Nobody means these: this machine, and the addresses at which clouds hand out credentials. */
const neverProxied = [
  'localhost',
  '127.0.0.1',
  '::1',
  '169.254.169.254',
  '169.254.0.23',
  '100.100.100.200',
  'metadata.tencentyun.com',
];

/**
 * What `HTTP_PROXY`, `HTTPS_PROXY` and `NO_PROXY` say, in capitals or not; `undefined` when there is no proxy.
 *
 * @throws {TerminalFailure} `ProxyUnusable`, without the value: it may hold a password
 */
export function readProxies(env: NodeJS.ProcessEnv): Proxies | undefined {
  const http = urlIn(env, 'HTTP_PROXY');
  const https = urlIn(env, 'HTTPS_PROXY');
  if (http === undefined && https === undefined) return undefined;
  const except = [...neverProxied, valueIn(env, 'NO_PROXY')].join(',');
  return { except, ...(http !== undefined && { http }), ...(https !== undefined && { https }) };
}

function valueIn(env: NodeJS.ProcessEnv, name: string): string {
  return (env[name] || env[name.toLowerCase()] || '').trim();
}

function urlIn(env: NodeJS.ProcessEnv, name: string): string | undefined {
  const value = valueIn(env, name);
  if (value === '') return undefined;
  const url = value.includes('://') ? value : `http://${value}`;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) return url;
  throw new TerminalFailure('ProxyUnusable', `${name} is not the URL of an HTTP proxy`);
}

/** Connections to servers outside, through the proxies if there are any; `connect` is about the servers either way. */
export function dispatcherThrough(proxies: Proxies | undefined, options: Agent.Options = {}): Dispatcher {
  if (proxies === undefined) return new Agent(options);
  return new EnvHttpProxyAgent({
    ...options,
    ...(typeof options.connect === 'object' && { requestTls: options.connect }),
    // an empty text and not an absent one, which would be read from the environment
    httpProxy: proxies.http ?? '',
    httpsProxy: proxies.https ?? '',
    noProxy: proxies.except,
  });
}
