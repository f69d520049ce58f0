import type { Issuer } from '../../issuer/issuer.ts';
import { namedSecrets } from '../../issuer/secret-names.ts';
import { acme, dns01, issuer, secret } from '../example.ts';
import { lackingSecret } from '../lacking-secret.ts';
import type { ReferenceRule } from '../reference-rule.ts';

/** The controller makes the account key itself, unless it is told not to. */
function isMade({ spec }: Issuer, field: string): boolean {
  return field.startsWith('spec.acme.privateKeySecretRef') && spec.acme?.disableAccountKeyGeneration !== true;
}

const ca = { ca: { secretName: 'company' } };
const cloudflare = { dns01: { cloudflare: { apiTokenSecretRef: { name: 'cloudflare', key: 'token' } } } };

export const issuerSecretsAreThere: ReferenceRule<Issuer> = {
  id: 'reference/issuer-secrets-are-there',
  field: 'spec',
  severity: 'warn',
  source: 'gaps K1, N3, A7: an issuer is not ready until the Secrets that it names are there',
  passes: [
    [issuer(ca), secret('company', ['tls.crt', 'tls.key'])],
    [issuer(acme([dns01])), secret('other', [])],
  ],
  fails: [
    [issuer(ca), secret('company', ['ca.crt'])],
    [issuer(acme([cloudflare])), secret('cloudflare', ['api-token'])],
  ],
  check(issuer, world) {
    const stated = namedSecrets(issuer).filter(({ field }) => !isMade(issuer, field));
    return stated.flatMap((named) => lackingSecret(named, issuer, world));
  },
};
