import type { SecretKeyRef } from '../../provider.ts';
import { invalid, readFields } from '../../solver-config.ts';
import type { Fields } from '../../solver-config.ts';

export interface AlidnsConfig {
  readonly keyId: SecretKeyRef | { readonly literal: string };
  readonly keySecretRef: SecretKeyRef;
  readonly ttlSeconds: number;
  /** A host of the vendor. The process's own setting, or the one for all regions, when undefined. */
  readonly endpointHost: string | undefined;
}

const defaultTtlSeconds = 600;
const longestTtlSeconds = 86_400;

/** Whoever may write an Issuer must not be able to send requests signed with its key elsewhere. */
const vendorHost = /^(?:alidns(?:-vpc)?(?:\.[a-z]{2,}(?:-[a-z0-9]+)*)?|dns)\.aliyuncs\.com$/;

/**
 * Reads the `config` of Issuers written for the solvers of Alibaba Cloud DNS that people use today. They name the same
 * two things differently: the id is `accessTokenSecretRef`, `accessKeyIdRef` or `accessKeyId`, the secret
 * `secretKeySecretRef` or `secretAccessKeyRef`, and `accessKeySecretRef` is the one that the other members leave out.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`
 */
export function readAlidnsConfig(raw: unknown): AlidnsConfig {
  const fields = readFields(raw);
  const either = fields.secretRef('accessKeySecretRef');
  const secret = fields.secretRef('secretKeySecretRef') ?? fields.secretRef('secretAccessKeyRef');
  return {
    keyId: readKeyId(fields) ?? (secret ? either : undefined) ?? invalid('accessTokenSecretRef is required'),
    keySecretRef: secret ?? either ?? invalid('secretKeySecretRef is required'),
    ttlSeconds: fields.integer('ttl', { from: 0, to: longestTtlSeconds }) || defaultTtlSeconds,
    endpointHost: readEndpoint(fields),
  };
}

function readKeyId(fields: Fields): AlidnsConfig['keyId'] | undefined {
  const ref = fields.secretRef('accessTokenSecretRef') ?? fields.secretRef('accessKeyIdRef');
  if (ref) return ref;
  const literal = fields.word('accessKeyId');
  return literal === undefined ? undefined : { literal };
}

function readEndpoint(fields: Fields): string | undefined {
  const host = fields.word('endpoint')?.toLowerCase();
  if (host === undefined || vendorHost.test(host)) return host;
  return invalid('endpoint must be a host of Alibaba Cloud DNS, such as alidns.ap-southeast-1.aliyuncs.com');
}
