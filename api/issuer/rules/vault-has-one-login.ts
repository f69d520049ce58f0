import type { Rule } from '../../rule.ts';
import { atVault, settingsOf, vaultLogins } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const tokenSecretRef = { name: 'token', key: 'token' };

export const vaultHasOneLogin: Rule<Issuer> = {
  id: 'issuer/vault-has-one-login',
  field: 'spec.vault.auth',
  severity: 'warn',
  source: 'gap V1: the issuer never becomes Ready',
  passes: [atVault({ auth: { tokenSecretRef } })],
  fails: [atVault({ auth: { tokenSecretRef, clientCertificate: { secretName: 'client' } } })],
  check(issuer) {
    const auth = settingsOf(issuer, 'vault')?.auth;
    const stated = vaultLogins.filter((login) => auth?.[login] !== undefined);
    if (stated.length < 2) return [];
    const detail = `the issuer will not be ready with several logins: keep one of ${stated.join(', ')}`;
    return [{ field: 'spec.vault.auth', kind: 'Invalid', detail }];
  },
};
