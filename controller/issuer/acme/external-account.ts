import { TerminalFailure } from '../../../api/failure.ts';
import type { ExternalAccountBinding } from '../../../api/issuer/issuer.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import { readSecretValue } from '../../secret-value.ts';
import type { ExternalAccount } from '../../acme/signing.ts';
import { telling } from '../outcome.ts';

/**
 * Reads the credentials of an external account, leniently: base64url as the RFC wants it, or base64, padded or not.
 *
 * @throws {Failure} `ErrRegisterACMEAccount`
 */
export async function readExternalAccount(
  cluster: Pick<Cluster, 'get'>,
  { keyID, keySecretRef: { name, key = '' } }: ExternalAccountBinding,
  namespace: string,
): Promise<ExternalAccount> {
  const value = await telling(
    readSecretValue(cluster, { namespace, name, key }),
    'ErrRegisterACMEAccount',
    'Failed to register ACME account: the external account binding key cannot be read: ',
  );
  const hmacKey = value.toString().trim();
  if (/^[A-Za-z0-9+/_-]+={0,2}$/.test(hmacKey)) return { keyId: keyID, hmacKey };
  throw new TerminalFailure(
    'ErrRegisterACMEAccount',
    `Failed to register ACME account: the external account binding key in secret "${name}" is not base64url`,
  );
}
