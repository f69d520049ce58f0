import { certificate, issuer } from '../example.ts';
import { issuedBy } from '../issued-by.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';

const vault = {
  vault: {
    server: 'https://vault.example',
    path: 'pki/sign/web',
    auth: { tokenSecretRef: { name: 'vault-token', key: 'token' } },
  },
};

export const vaultSendsNoEmailAddresses: ReferenceRule<Wanted> = {
  id: 'reference/vault-sends-no-email-addresses',
  field: 'spec.emailAddresses',
  severity: 'warn',
  source: 'gap V9: they are in the CSR only, and whether Vault takes them from there is up to its role',
  passes: [[certificate(), issuer(vault)]],
  fails: [[certificate({ emailAddresses: ['ann@shop.example'] }), issuer(vault)]],
  check(wanted, world) {
    const addresses = wanted.names.filter(({ type }) => type === 'email');
    if (addresses.length === 0 || issuedBy(wanted, world, 'vault').length === 0) return [];
    const detail = 'Vault leaves them out unless its role has use_csr_sans';
    return addresses.map(({ field, name }) => ({ field, kind: 'Invalid', value: name, detail }));
  },
};
