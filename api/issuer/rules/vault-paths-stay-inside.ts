import { ofType } from '../cel.ts';
import { has } from '../../cel.ts';
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
    atVault({ auth: { appRole: { path: '..', roleId: 'r', secretRef: { name: 's', key: 'k' } } } }),
    atVault({ auth: { clientCertificate: { mountPath: '../cert' } } }),
    atVault({ auth: { aws: { role: 'r', mountPath: 'a/..' } } }),
  ],
  cel: [
    'path',
    'auth.appRole.path',
    'auth.clientCertificate.mountPath',
    'auth.kubernetes.mountPath',
    'auth.aws.mountPath',
  ].map((member) => {
    const path = `spec.vault.${member}`;
    return ofType('vault', `!(${has('object', path)}) || !('..' in object.${path}.split('/'))`, {
      value: `object.${path}`,
      tells: `${path}:`,
    });
  }),
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    if (!vault) return [];
    const { appRole, clientCertificate, kubernetes, aws } = vault.auth;
    const paths: readonly (readonly [field: string, path: string | undefined])[] = [
      ['path', vault.path],
      ['auth.appRole.path', appRole?.path],
      ['auth.clientCertificate.mountPath', clientCertificate?.mountPath],
      ['auth.kubernetes.mountPath', kubernetes?.mountPath],
      ['auth.aws.mountPath', aws?.mountPath],
    ];
    return paths.flatMap(([member, path]) =>
      climbs(path)
        ? [
            {
              field: `spec.vault.${member}`,
              kind: 'Invalid' as const,
              value: path ?? '',
              detail: 'must not contain a ".." segment',
            },
          ]
        : [],
    );
  },
};
