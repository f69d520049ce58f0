import { createHash, type KeyObject } from 'node:crypto';

import { generateKey } from '../../pki/key.ts';
import { keyEntry } from './minting.ts';
import type { RecordedObject } from './tape.ts';

/** Account keys by `namespace/name` of their Secret. */
export type Accounts = ReadonlyMap<string, KeyObject>;

/** New keys, of the kind that upstream makes, for the accounts of all ACME issuers. */
export async function mintAccounts(objects: readonly RecordedObject[]): Promise<Accounts> {
  const names = objects.flatMap((object) => accountSecret(object) ?? []);
  const made = names.map(
    async (name) => [name, await generateKey({ algorithm: 'RSA', size: 2048 })] as const,
  );
  return new Map(await Promise.all(made));
}

function accountSecret({ spec, metadata }: RecordedObject): string | undefined {
  const acme = spec?.['acme'] as { readonly privateKeySecretRef: { readonly name: string } } | undefined;
  return acme && `${metadata.namespace}/${acme.privateKeySecretRef.name}`;
}

/** Puts the key into its Secret, and its digest into the status of its issuer. */
export function withAccount(object: RecordedObject, accounts: Accounts): RecordedObject {
  const own = accounts.get(`${object.metadata.namespace}/${object.metadata.name}`);
  if (object.kind === 'Secret' && own !== undefined) {
    return { ...object, data: { 'tls.key': keyEntry(own, 'PKCS1') } };
  }
  const key = accounts.get(accountSecret(object) ?? '');
  const acme = object.status?.['acme'] as { readonly lastPrivateKeyHash?: string } | undefined;
  if (key === undefined || acme?.lastPrivateKeyHash === undefined) return object;
  const lastPrivateKeyHash = createHash('sha256')
    .update(key.export({ format: 'der', type: 'pkcs1' }))
    .digest('base64');
  return { ...object, status: { ...object.status, acme: { ...acme, lastPrivateKeyHash } } };
}
