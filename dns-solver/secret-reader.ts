import { TerminalFailure } from '../api/failure.ts';
import { type Secret, secrets } from '../api/secret.ts';
import type { SecretKeyRef } from '../dns/provider.ts';
import type { Cluster } from '../runtime/cluster.ts';

/** A DNS name as Kubernetes uses it for objects (RFC 1123 subdomain). */
const objectName = /^[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?$/;

/**
 * Reads credentials where the Issuer's are: only ever in the namespace of the call, only what the Issuer names, and only
 * what RBAC lets this process read. Of the reader of one call each Secret is read once, and nothing is kept after it.
 */
export function createSecretReader(
  cluster: Cluster,
  namespace: string,
): (ref: SecretKeyRef) => Promise<string> {
  const read = new Map<string, Promise<Secret | undefined>>();
  const find = (name: string): Promise<Secret | undefined> => {
    const found = read.get(name) ?? cluster.get(secrets, { namespace, name });
    read.set(name, found);
    return found;
  };
  return async ({ name, key }) => {
    if (namespace === '') {
      throw new TerminalFailure(
        'NamespaceMissing',
        'the call does not say in which namespace its Secrets are',
      );
    }
    if (!objectName.test(name)) {
      throw new TerminalFailure('InvalidSolverConfig', `${JSON.stringify(name)} is not the name of a Secret`);
    }
    const secret = await find(name);
    if (secret === undefined) {
      throw new TerminalFailure('SecretNotFound', `Secret "${namespace}/${name}" does not exist`);
    }
    const value = Object.entries(secret.data ?? {}).find(([name]) => name === key)?.[1];
    if (value === undefined) {
      throw new TerminalFailure('SecretKeyNotFound', `Secret "${namespace}/${name}" has no key "${key}"`);
    }
    return Buffer.from(value, 'base64').toString('utf8');
  };
}
