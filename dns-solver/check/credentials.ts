import { TerminalFailure } from '../../api/failure.ts';
import type { Secret } from '../../api/secret.ts';
import type { SecretKeyRef } from '../../dns/provider.ts';

/** As people write Secrets: with `stringData`. */
type WrittenSecret = Secret & { readonly stringData?: Readonly<Record<string, string>> };

export interface CredentialSources {
  readonly files: readonly WrittenSecret[];
  /** Reads the cluster's; `undefined` without a kubeconfig. */
  readonly cluster: ((ref: SecretKeyRef) => Promise<string>) | undefined;
  readonly namespace: string;
}

/**
 * Reads credentials out of the files, else out of the cluster.
 *
 * @param read told of each that was there, in words
 */
export function createCredentialReader(
  { files, cluster, namespace }: CredentialSources,
  read: (what: string) => void,
): (ref: SecretKeyRef) => Promise<string> {
  return async (ref) => {
    const value = (await fromFiles(files, ref)) ?? (await cluster?.(ref));
    if (value === undefined) {
      throw new TerminalFailure(
        'SecretNotFound',
        `Secret "${namespace}/${ref.name}" is in none of the files; name the cluster with --kubeconfig, or add a file with the Secret to --config`,
      );
    }
    read(`Secret ${ref.name}, key ${ref.key}`);
    return value;
  };
}

async function fromFiles(
  files: readonly WrittenSecret[],
  { name, key }: SecretKeyRef,
): Promise<string | undefined> {
  const secret = files.find(({ metadata }) => metadata.name === name);
  if (secret === undefined) return undefined;
  const plain = secret.stringData?.[key];
  const encoded = secret.data?.[key];
  if (plain !== undefined) return plain;
  if (encoded !== undefined) return Buffer.from(encoded, 'base64').toString('utf8');
  throw new TerminalFailure('SecretKeyNotFound', `Secret "${name}" in the files has no key "${key}"`);
}
