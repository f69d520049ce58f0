import type { SecretKeyRef } from '../../provider.ts';
import { invalid, readFields } from '../../solver-config.ts';

export type CloudflareConfig =
  { readonly tokenRef: SecretKeyRef } | { readonly keyRef: SecretKeyRef; readonly email: string };

/**
 * Reads `dns01.cloudflare`.
 *
 * @throws {TerminalFailure} `InvalidSolverConfig`
 */
export function readCloudflareConfig(raw: unknown): CloudflareConfig {
  const fields = readFields(raw);
  const tokenRef = fields.secretRef('apiTokenSecretRef');
  const keyRef = fields.secretRef('apiKeySecretRef');
  if (tokenRef && keyRef) return invalid('apiTokenSecretRef and apiKeySecretRef exclude each other');
  if (tokenRef) return { tokenRef };
  if (!keyRef) return invalid('apiTokenSecretRef is required');
  return {
    keyRef,
    email: fields.word('email') ?? invalid('email is required beside apiKeySecretRef'),
  };
}
