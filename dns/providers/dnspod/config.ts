import type { SecretKeyRef } from '../../provider.ts';
import { invalid, readFields } from '../../solver-config.ts';
import type { Fields } from '../../solver-config.ts';

/** Where the key of API 3.0 comes from. */
export type KeySource =
  | {
      readonly from: 'secrets';
      readonly secretId: SecretKeyRef | { readonly literal: string };
      readonly secretKeyRef: SecretKeyRef;
      /** Of temporary keys (STS). */
      readonly tokenRef?: SecretKeyRef | undefined;
    }
  /** The role of the machine or the pod, where that is allowed. */
  | { readonly from: 'surroundings' };

interface Common {
  /** Left to DNSPod when undefined. */
  readonly ttlSeconds: number | undefined;
  /** The default line when undefined. */
  readonly recordLine: string | undefined;
  /** A host of the vendor. The process's own setting, or the mainland's, when undefined. */
  readonly endpointHost: string | undefined;
}

export type DnspodConfig =
  | (Common & { readonly api: '3.0'; readonly key: KeySource })
  /** The old API, whose tokens are not those of API 3.0. */
  | (Common & { readonly api: 'legacy'; readonly tokenId: string; readonly tokenRef: SecretKeyRef });

const defaultTtlSeconds = 600;
const longestTtlSeconds = 604_800;

/** The default line under the names that the two sites give it. */
const defaultLines: ReadonlySet<string> = new Set(['默认', 'Default', 'default']);

/**
 * Whoever may write an Issuer must not be able to send credentials elsewhere: mainland, international, and regional
 * hosts (https://cloud.tencent.com/document/api/1427/56187), and the two of the old API.
 */
const vendorHosts = {
  '3.0': /^dnspod(?:\.[a-z]{2,}(?:-[a-z0-9]+)*)?\.tencentcloudapi\.com$/,
  legacy: /^(?:dnsapi\.cn|api\.dnspod\.com)$/,
};

/**
 * Reads the `config` of Issuers written for the DNSPod solvers that people use today: the current shape with
 * `secretIdRef`, the older one with `secretId`, and that of the old API with `apiID`. Without any key the machine's own
 * credentials are meant.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`
 */
export function readDnspodConfig(raw: unknown): DnspodConfig {
  const fields = readFields(raw);
  const common = { ttlSeconds: readTtl(fields), recordLine: readLine(fields) };
  const token = readToken(fields);
  if (token)
    return { ...common, api: 'legacy', ...token, endpointHost: readEndpoint(fields, vendorHosts.legacy) };
  const key = readKey(fields);
  return { ...common, api: '3.0', key, endpointHost: readEndpoint(fields, vendorHosts['3.0']) };
}

/** A key of API 3.0 wins over what is left of an older configuration. */
function readToken(
  fields: Fields,
): { readonly tokenId: string; readonly tokenRef: SecretKeyRef } | undefined {
  if (fields.secretRef('secretKeyRef')) return undefined;
  const tokenRef = fields.secretRef('apiTokenSecretRef');
  const tokenId = fields.integer('apiID', { from: 0, to: Number.MAX_SAFE_INTEGER });
  if (tokenRef === undefined && tokenId === undefined) return undefined;
  return {
    tokenId: String(tokenId || invalid('apiID is required beside apiTokenSecretRef')),
    tokenRef: tokenRef ?? invalid('apiTokenSecretRef is required beside apiID'),
  };
}

function readKey(fields: Fields): KeySource {
  const secretId = readSecretId(fields);
  const secretKeyRef = fields.secretRef('secretKeyRef');
  if (secretId === undefined && secretKeyRef === undefined) return { from: 'surroundings' };
  return {
    from: 'secrets',
    secretId: secretId ?? invalid('secretIdRef is required'),
    secretKeyRef: secretKeyRef ?? invalid('secretKeyRef is required'),
    tokenRef: fields.secretRef('tokenRef'),
  };
}

function readSecretId(fields: Fields): SecretKeyRef | { readonly literal: string } | undefined {
  const ref = fields.secretRef('secretIdRef');
  if (ref) return ref;
  const literal = fields.word('secretId');
  return literal === undefined ? undefined : { literal };
}

/** Zero is what Go makes of an absent number; null leaves the TTL out of the call. */
function readTtl(fields: Fields): number | undefined {
  const written = fields.integer('ttl', { from: 0, to: longestTtlSeconds });
  if (written === undefined) return fields.has('ttl') ? undefined : defaultTtlSeconds;
  return written === 0 ? defaultTtlSeconds : written;
}

function readLine(fields: Fields): string | undefined {
  const line = fields.text('recordLine')?.trim();
  return line === undefined || line === '' || defaultLines.has(line) ? undefined : line;
}

function readEndpoint(fields: Fields, vendorHost: RegExp): string | undefined {
  const host = fields.word('endpoint')?.toLowerCase();
  if (host === undefined || vendorHost.test(host)) return host;
  const example =
    vendorHost === vendorHosts.legacy ? 'dnsapi.cn for apiID' : 'dnspod.intl.tencentcloudapi.com';
  return invalid(`endpoint must be a host of DNSPod, such as ${example}`);
}
