import type { Rule, Violation } from '../../rule.ts';
import { atVault, settingsOf } from '../candidate.ts';
import type { Issuer, VaultIssuer } from '../issuer.ts';

/** Two members are paths of the API, the others are paths below it. */
function problems({
  path,
  auth,
}: VaultIssuer): readonly (readonly [member: string, value: string, detail: string])[] {
  const mounts = [
    ['auth.clientCertificate.mountPath', auth?.clientCertificate?.mountPath],
    ['auth.kubernetes.mountPath', auth?.kubernetes?.mountPath],
  ] as const;
  const bare = [
    ['path', path],
    ['auth.appRole.path', auth?.appRole?.path],
  ] as const;
  return [
    ...mounts.flatMap(([member, value]) =>
      value && !value.startsWith('/v1/')
        ? [[member, value, 'put /v1/auth/ in front: cert-manager takes no other spelling'] as const]
        : [],
    ),
    ...bare.flatMap(([member, value]) =>
      value && /^\/?v1\//.test(value)
        ? [[member, value, 'take /v1 away: cert-manager takes no other spelling'] as const]
        : [],
    ),
  ];
}

const kubernetes = (mountPath: string) =>
  atVault({ auth: { kubernetes: { role: 'web', serviceAccountRef: { name: 'web' }, mountPath } } });

export const vaultPathsAreWhole: Rule<Issuer> = {
  id: 'issuer/vault-paths-are-whole',
  field: 'spec.vault',
  severity: 'warn',
  source: 'gap V6: the issuer is tried again and again',
  passes: [kubernetes('/v1/auth/kubernetes'), atVault({})],
  fails: [
    kubernetes('kubernetes'),
    atVault({ auth: { clientCertificate: { secretName: 's', mountPath: 'cert' } } }),
    atVault({ path: '/v1/pki/sign/web' }),
  ],
  check(issuer) {
    const vault = settingsOf(issuer, 'vault');
    return (vault ? problems(vault) : []).map(([member, value, detail]): Violation => ({
      field: `spec.vault.${member}`,
      kind: 'Invalid',
      value,
      detail,
    }));
  },
};
