import type { Rule, Violation } from '../../rule.ts';
import { atVault, settingsOf } from '../candidate.ts';
import type { Issuer, VaultIssuer } from '../issuer.ts';

function problem({ auth, clientCertSecretRef, server }: VaultIssuer): string | undefined {
  if (!auth?.clientCertificate?.secretName && !clientCertSecretRef)
    return 'logs in with a certificate: name its Secret in secretName';
  return /^http:/i.test(server)
    ? 'logs in with a certificate: the server must be reached by https'
    : undefined;
}

const auth = { clientCertificate: { secretName: 'client' } };

export const vaultClientLoginHasACertificate: Rule<Issuer> = {
  id: 'issuer/vault-client-login-has-a-certificate',
  field: 'spec.vault.auth.clientCertificate',
  severity: 'warn',
  source: 'gap V4: the issuer never becomes Ready',
  passes: [
    atVault({ auth }),
    atVault({
      auth: { clientCertificate: {} },
      clientCertSecretRef: { name: 'mtls' },
      clientKeySecretRef: { name: 'mtls' },
    }),
  ],
  fails: [atVault({ auth: { clientCertificate: {} } }), atVault({ auth, server: 'http://vault.example' })],
  check(issuer): readonly Violation[] {
    const vault = settingsOf(issuer, 'vault');
    const detail = vault?.auth?.clientCertificate && problem(vault);
    return detail ? [{ field: 'spec.vault.auth.clientCertificate', kind: 'Invalid', detail }] : [];
  },
};
