import { TerminalFailure } from '../../api/failure.ts';
import type { ProviderTools, SecretKeyRef } from '../provider.ts';

/**
 * A credential out of a Secret. A line break at its end, as `kubectl create secret --from-file` leaves it, would break
 * signatures and headers.
 *
 * @throws {TerminalFailure} `EmptySecret`, `InvalidSecret`, and whatever reading a Secret throws
 */
export async function readSecretText(ref: SecretKeyRef, tools: ProviderTools): Promise<string> {
  const value = (await tools.readSecret(ref)).trim();
  if (value === '') throw unusable('EmptySecret', ref, 'is empty');
  if (!/^[\x21-\x7e]+$/.test(value))
    throw unusable('InvalidSecret', ref, 'has characters that no credential has');
  return value;
}

function unusable(reason: string, { key, name }: SecretKeyRef, why: string): TerminalFailure {
  return new TerminalFailure(reason, `Key "${key}" of Secret "${name}" ${why}`);
}
