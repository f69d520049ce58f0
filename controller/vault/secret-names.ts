import type { VaultIssuer } from '../../api/issuer/issuer.ts';

/** An entry of a Secret that an issuer names. */
export interface VaultSecretEntry {
  readonly name: string;
  readonly key: string;
}

/** Every entry of a Secret that a Vault issuer needs. */
export function vaultSecretEntries(vault: VaultIssuer): readonly VaultSecretEntry[] {
  const { auth, caBundleSecretRef, clientCertSecretRef, clientKeySecretRef } = vault;
  const own = auth.clientCertificate?.secretName;
  const refs = [
    [auth.tokenSecretRef, 'token'],
    [auth.appRole?.secretRef, ''],
    [auth.kubernetes?.secretRef, 'token'],
    [caBundleSecretRef, 'ca.crt'],
    [clientCertSecretRef, 'tls.crt'],
    [clientKeySecretRef, 'tls.key'],
    [own === undefined ? undefined : { name: own }, 'tls.crt'],
    [own === undefined ? undefined : { name: own }, 'tls.key'],
  ] as const;
  return refs.flatMap(([ref, usual]) =>
    // an empty name is an absent reference, as clients written in Go spell it
    ref === undefined || ref.name === '' ? [] : [{ name: ref.name, key: ('key' in ref && ref.key) || usual }],
  );
}

export function vaultSecretNames(vault: VaultIssuer): readonly string[] {
  return [...new Set(vaultSecretEntries(vault).map(({ name }) => name))];
}
