import type { ClusterIssuer, Issuer } from '../../../api/issuer/issuer.ts';
import type { AcmeClient, Registration } from '../../acme/client.ts';
import type { ExternalAccount } from '../../acme/signing.ts';
import { telling } from './outcome.ts';

/**
 * Finds or makes the account of the client's key and brings its contact up to date.
 *
 * @returns the account's URL
 * @throws {Failure} `ErrRegisterACMEAccount`, `ErrUpdateACMEAccount`
 */
export async function registerAccount(
  client: AcmeClient,
  issuer: Issuer | ClusterIssuer,
  externalAccount: ExternalAccount | undefined,
): Promise<string> {
  const email = issuer.spec.acme?.email ?? '';
  const contact = email === '' ? [] : [email];
  const registration = await telling(
    client.register(contact, externalAccount),
    'ErrRegisterACMEAccount',
    'Failed to register ACME account: ',
  );
  if (!isCurrent(registration, email, issuer.status?.acme?.lastRegisteredEmail)) {
    await telling(client.updateContact(contact), 'ErrUpdateACMEAccount', 'Failed to update ACME account:');
  }
  return registration.account.url;
}

/**
 * Whether the account has the address already: addresses count as equal in any case of letters, and where a server does
 * not tell, what we told it last counts.
 *
 * @param told `status.acme.lastRegisteredEmail`
 */
function isCurrent({ account, created }: Registration, email: string, told: string | undefined): boolean {
  if (created) return true;
  const shown = account.contact[0]?.replace(/^mailto:/, '') ?? told ?? '';
  return shown.toLowerCase() === email.toLowerCase();
}
