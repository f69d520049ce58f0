import { X509Certificate } from 'node:crypto';
import type { Identity } from './identity.ts';

/**
 * What the cluster says about its front proxy (the aggregator): keys `requestheader-*` of the ConfigMap
 * `kube-system/extension-apiserver-authentication`. Header names are lower case here.
 */
export interface RequestHeaderConfig {
  /** PEM bundle: the only CAs whose client certificates may speak for others. */
  readonly clientCaPem: string;
  /** The same, read: parsed once, since every request asks. */
  readonly authorities: readonly X509Certificate[];
  /** Common names the client certificate may have; empty means any. */
  readonly allowedNames: readonly string[];
  readonly usernameHeaders: readonly string[];
  readonly groupHeaders: readonly string[];
  readonly extraHeaderPrefixes: readonly string[];
  /** Empty where the cluster names none (before 1.33): then nobody vouches for such a header. */
  readonly uidHeaders: readonly string[];
}

/** `data` of the ConfigMap. */
export type ConfigMapData = Readonly<Record<string, string>>;

/**
 * @returns `undefined` when the cluster has no front proxy CA: then no header is believed
 * @throws {SyntaxError} when a list is not JSON
 */
export function readRequestHeaderConfig(data: ConfigMapData): RequestHeaderConfig | undefined {
  const clientCaPem = data['requestheader-client-ca-file']?.trim() ?? '';
  const authorities = readCertificates(clientCaPem);
  if (authorities.length === 0) return undefined;
  const names = (key: string): readonly string[] => readList(data[key]).map((name) => name.toLowerCase());
  return {
    clientCaPem,
    authorities,
    allowedNames: readList(data['requestheader-allowed-names']),
    usernameHeaders: names('requestheader-username-headers'),
    groupHeaders: names('requestheader-group-headers'),
    extraHeaderPrefixes: names('requestheader-extra-headers-prefix'),
    uidHeaders: names('requestheader-uid-headers'),
  };
}

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** Certificates that cannot be read are left out: they vouch for nobody. */
function readCertificates(pem: string): readonly X509Certificate[] {
  return (pem.match(pemBlock) ?? []).flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

function readList(json: string | undefined): readonly string[] {
  if (json === undefined || json.trim() === '') return [];
  const value: unknown = JSON.parse(json);
  if (value === null) return [];
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string')) {
    throw new SyntaxError('expected a JSON list of strings');
  }
  return value.map((item) => item.trim()).filter((item) => item !== '');
}

/** Headers with repeated ones kept apart, as `IncomingMessage.headersDistinct` has them. */
export type DistinctHeaders = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * The user the front proxy speaks for. Only to be asked once its certificate was found good.
 *
 * @returns `undefined` when it names nobody
 */
export function readIdentity(headers: DistinctHeaders, config: RequestHeaderConfig): Identity | undefined {
  const username = firstOf(headers, config.usernameHeaders);
  if (username === undefined) return undefined;
  const uid = firstOf(headers, config.uidHeaders);
  return {
    username,
    ...(uid !== undefined && { uid }),
    groups: config.groupHeaders.flatMap((name) => (headers[name] ?? []).map(utf8)),
    extra: readExtra(headers, config.extraHeaderPrefixes),
  };
}

function firstOf(headers: DistinctHeaders, names: readonly string[]): string | undefined {
  const values = names.map((name) => headers[name]?.[0] ?? '');
  const value = values.find((one) => one !== '');
  return value === undefined ? undefined : utf8(value);
}

function readExtra(
  headers: DistinctHeaders,
  prefixes: readonly string[],
): Readonly<Record<string, readonly string[]>> {
  const extra = new Map<string, readonly string[]>();
  for (const [name, values] of Object.entries(headers)) {
    const prefix = prefixes.find((one) => name.startsWith(one));
    if (prefix === undefined || values === undefined) continue;
    const key = decodeKey(name.slice(prefix.length));
    extra.set(key, [...(extra.get(key) ?? []), ...values.map(utf8)]);
  }
  return Object.fromEntries(extra);
}

/** Keys are percent-encoded since header names hold little; one that is badly encoded is taken as it is. */
function decodeKey(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Node decodes header values as Latin-1; Go sends UTF-8. */
function utf8(value: string): string {
  return Buffer.from(value, 'latin1').toString('utf8');
}

const standardHeaders = ['authorization', 'x-remote-user', 'x-remote-group', 'x-remote-uid'];

/** Whether a header (lower case) says who somebody is, and so must not be seen by anything after authentication. */
export function isCredential(name: string, config: RequestHeaderConfig | undefined): boolean {
  const { usernameHeaders = [], groupHeaders = [], uidHeaders = [], extraHeaderPrefixes = [] } = config ?? {};
  const known = [...standardHeaders, ...usernameHeaders, ...groupHeaders, ...uidHeaders];
  return (
    known.includes(name) || ['x-remote-extra-', ...extraHeaderPrefixes].some((one) => name.startsWith(one))
  );
}
