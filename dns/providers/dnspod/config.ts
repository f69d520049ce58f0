import type { SecretKeyRef } from '../../provider.ts';
import { invalid, readFields } from '../../solver-config.ts';
import type { Fields } from '../../solver-config.ts';

export interface DnspodConfig {
  readonly secretId: SecretKeyRef | { readonly literal: string };
  readonly secretKeyRef: SecretKeyRef;
  /** Left to DNSPod when undefined. */
  readonly ttlSeconds: number | undefined;
  /** The default line when undefined. */
  readonly recordLine: string | undefined;
  /** A host of the vendor. The process's own setting, or the mainland's, when undefined. */
  readonly endpointHost: string | undefined;
}

const defaultTtlSeconds = 600;
const longestTtlSeconds = 604_800;

/** The default line under the names that the two sites give it. */
const defaultLines: ReadonlySet<string> = new Set(['默认', 'Default', 'default']);

/**
 * Whoever may write an Issuer must not be able to send credentials elsewhere: mainland, international, and regional
 * hosts (https://cloud.tencent.com/document/api/1427/56187).
 */
const vendorHost = /^dnspod(?:\.[a-z]{2,}(?:-[a-z0-9]+)*)?\.tencentcloudapi\.com$/;

/**
 * Reads the `config` of Issuers written for the DNSPod solvers that people use today: the current shape with
 * `secretIdRef`, and the older one with `secretId`.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`
 */
export function readDnspodConfig(raw: unknown): DnspodConfig {
  const fields = readFields(raw);
  return {
    secretId: readSecretId(fields),
    secretKeyRef: fields.secretRef('secretKeyRef') ?? invalid('secretKeyRef is required'),
    ttlSeconds: readTtl(fields),
    recordLine: readLine(fields),
    endpointHost: readEndpoint(fields),
  };
}

function readSecretId(fields: Fields): DnspodConfig['secretId'] {
  const ref = fields.secretRef('secretIdRef');
  if (ref) return ref;
  const literal = fields.text('secretId')?.trim();
  return literal === undefined || literal === '' ? invalid('secretIdRef is required') : { literal };
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

function readEndpoint(fields: Fields): string | undefined {
  const host = fields.text('endpoint')?.trim().toLowerCase();
  if (host === undefined || vendorHost.test(host)) return host;
  return invalid('endpoint must be a host of DNSPod, such as dnspod.intl.tencentcloudapi.com');
}
