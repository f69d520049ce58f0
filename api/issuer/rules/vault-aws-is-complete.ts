import { typeNeeds } from '../cel.ts';
import { has } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { atVault, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultAwsIsComplete: Rule<Issuer> = {
  id: 'issuer/vault-aws-is-complete',
  field: 'spec.vault.auth.aws',
  severity: 'deny',
  source: 'cert-manager v1.21 VA12, VA13, VA14',
  passes: [atVault({ auth: { aws: { role: 'r' } } })],
  fails: [
    atVault({ auth: { aws: { role: '' } } }),
    atVault({ auth: { aws: { role: 'r', serviceAccountRef: { name: 'sa' } } } }),
    atVault({ auth: { aws: { role: 'r', iamRoleArn: 'arn', serviceAccountRef: { name: '' } } } }),
  ],
  cel: ['serviceAccountRef.name', 'iamRoleArn'].map((member) =>
    typeNeeds('vault', `auth.aws.${member}`, has('object', 'spec.vault.auth.aws.serviceAccountRef')),
  ),
  beyondCel: 'schema-first',
  check(issuer) {
    const login = settingsOf(issuer, 'vault')?.auth?.aws;
    if (!login) return [];
    const field = 'spec.vault.auth.aws';
    const account = login.serviceAccountRef;
    return [
      ...required(`${field}.role`, login.role, 'state the Vault role'),
      ...(account
        ? required(`${field}.serviceAccountRef.name`, account.name, 'name the ServiceAccount')
        : []),
      ...(account
        ? required(
            `${field}.iamRoleArn`,
            login.iamRoleArn,
            'state the AWS role to assume beside serviceAccountRef',
          )
        : []),
    ];
  },
};
