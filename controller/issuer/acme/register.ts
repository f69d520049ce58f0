import type { Cluster } from '../../../runtime/cluster.ts';
import type { AccountOwner } from '../../acme/accounts.ts';
import type { AcmeClient, Registration } from '../../acme/client.ts';
import { readExternalAccount } from './external-account.ts';
import { telling } from '../outcome.ts';

/**
 * Finds or makes the account of the client's key and brings its contact up to date.
 *
 * @returns the account's URL
 * @throws {Failure} `ErrRegisterACMEAccount`, `ErrUpdateACMEAccount`
 */
export async function registerAccount(
  cluster: Pick<Cluster, 'get'>,
  client: AcmeClient,
  { issuer, resourceNamespace }: AccountOwner,
): Promise<string> {
  const { email = '', externalAccountBinding: binding } = issuer.spec.acme ?? {};
  const contact = email === '' ? [] : [email];
  const external = binding && (await readExternalAccount(cluster, binding, resourceNamespace));
  const registration = await telling(
    client.register(contact, external),
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
