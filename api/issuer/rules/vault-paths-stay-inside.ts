import type { Rule } from '../../rule.ts';
import { atVault, climbs, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultPathsStayInside: Rule<Issuer> = {
  id: 'issuer/vault-paths-stay-inside',
  field: 'spec.vault',
  severity: 'deny',
  source: 'cert-manager v1.21 VA2, VA8',
  passes: [atVault({ path: 'pki/sign/a..b' })],
  fails: [
    atVault({ path: 'pki/../sys' }),
    atVault({
      auth: { kubernetes: { role: 'r', mountPath: '/v1/auth/../x', serviceAccountRef: { name: 'sa' } } },
    }),
  ],
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    const auth = vault?.auth;
    const paths: readonly (readonly [field: string, path: string | undefined])[] = [
      ['spec.vault.path', vault?.path],
      ['spec.vault.auth.appRole.path', auth?.appRole?.path],
      ['spec.vault.auth.clientCertificate.mountPath', auth?.clientCertificate?.mountPath],
      ['spec.vault.auth.kubernetes.mountPath', auth?.kubernetes?.mountPath],
      ['spec.vault.auth.aws.mountPath', auth?.aws?.mountPath],
    ];
    return paths.flatMap(([field, path]) =>
      climbs(path)
        ? [{ field, kind: 'Invalid' as const, value: path ?? '', detail: 'must not contain a ".." segment' }]
        : [],
    );
  },
};
