import { TerminalFailure } from '../../../api/failure.ts';
import type { ProviderTools } from '../../provider.ts';
import { readSecretText } from '../../vendor-api/secret-text.ts';
import type { SigningKey } from './api/sign.ts';
import type { KeySource } from './config.ts';

/** What API 3.0 takes. */
export interface DnspodCredentials extends SigningKey {
  /** Goes with temporary keys (STS). */
  readonly token?: string | undefined;
  /** Fetches others when these are not accepted: they may have been revoked before they expired. */
  readonly renew?: () => Promise<DnspodCredentials>;
}

/** Credentials of the machine or the pod. */
export interface AmbientCredentials {
  /** @throws {Failure} when there are none, or they cannot be had now */
  get(tools: ProviderTools): Promise<DnspodCredentials>;
}

/**
 * @throws {TerminalFailure} `InvalidSolverConfig` when the Issuer names none and may not use the machine's, and whatever
 *   reading a Secret throws
 */
export async function readCredentials(
  source: KeySource,
  tools: ProviderTools,
  ambient: AmbientCredentials,
): Promise<DnspodCredentials> {
  if (source.from === 'surroundings') {
    if (tools.allowAmbientCredentials) return ambient.get(tools);
    throw new TerminalFailure(
      'InvalidSolverConfig',
      "The solver's configuration is wrong: secretIdRef and secretKeyRef are required, as this Issuer may not use the credentials of the machine",
    );
  }
  const { secretId, secretKeyRef, tokenRef } = source;
  const [id, secretKey, token] = await Promise.all([
    'literal' in secretId ? secretId.literal : readSecretText(secretId, tools),
    readSecretText(secretKeyRef, tools),
    tokenRef && readSecretText(tokenRef, tools),
  ]);
  return { secretId: id, secretKey, token };
}
