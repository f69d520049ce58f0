import { getDomain } from 'tldts';

/**
 * The domain that somebody registered, as CAs count by (Public Suffix List with its private part, as of our release; good
 * enough for a warning). A name that nobody can register stands for itself.
 *
 * @param name a DNS name, maybe with a wildcard in front or the root's dot behind
 */
export function registeredDomain(name: string): string {
  const bare = name.toLowerCase().replace(/^\*\./, '').replace(/\.$/, '');
  return getDomain(bare, { allowPrivateDomains: true }) ?? bare;
}
