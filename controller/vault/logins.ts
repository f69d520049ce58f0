import type { VaultIssuer } from '../../api/issuer/issuer.ts';
import type { SecretKeyRef } from '../../api/references.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import { readSecretValue } from '../secret-value.ts';
import { loginPath } from './paths.ts';
import { serviceAccountToken } from '../service-account-token.ts';

/** An issuer that asks a Vault. */
export interface VaultOwner {
  readonly issuer: { readonly metadata: { readonly name?: string; readonly namespace?: string } };
  readonly kind: 'Issuer' | 'ClusterIssuer';
  /** Where its Secrets and ServiceAccounts live. */
  readonly resourceNamespace: string;
}

/** How to come by a token. */
export type Credentials =
  /** It is there, and was made outside. */
  | { readonly is: 'token'; readonly token: string; readonly advice: string }
  /** Vault hands it out for what is posted. */
  | {
      readonly is: 'login';
      readonly path: string;
      readonly body: object;
      /** Whom to ask, and which fields to look at, when it is refused. */
      readonly advice: string;
      /** Vault counts refusals, and locks the role after a few. */
      readonly isCounted?: boolean;
    };

type Auth = VaultIssuer['auth'];

interface Asking {
  readonly cluster: Pick<Cluster, 'get' | 'request'>;
  readonly owner: VaultOwner;
  readonly vault: VaultIssuer;
}

/**
 * Reads what an issuer logs in with, to be used and forgotten.
 *
 * @throws {TransientFailure} `SecretNotFound`, `SecretKeyNotFound`, `VaultTokenRequest`
 */
export async function credentialsFor(asking: Asking): Promise<Credentials> {
  const { tokenSecretRef, appRole, clientCertificate, kubernetes } = asking.vault.auth;
  if (tokenSecretRef !== undefined) return token(asking, tokenSecretRef);
  if (appRole !== undefined) return byAppRole(asking, appRole);
  if (clientCertificate !== undefined) return byCertificate(clientCertificate);
  if (kubernetes !== undefined) return byKubernetes(asking, kubernetes);
  throw new Error('an issuer without a login was not refused');
}

async function token(asking: Asking, ref: SecretKeyRef): Promise<Credentials> {
  const key = ref.key || 'token';
  return {
    is: 'token',
    token: await entry(asking, { name: ref.name, key }),
    advice: `put a token that is valid into entry "${key}" of Secret "${ref.name}" (spec.vault.auth.tokenSecretRef)`,
  };
}

async function byAppRole(asking: Asking, role: NonNullable<Auth['appRole']>): Promise<Credentials> {
  const { name, key = '' } = role.secretRef;
  return {
    is: 'login',
    path: loginPath(role.path, 'approle'),
    body: { role_id: role.roleId, secret_id: await entry(asking, { name, key }) },
    isCounted: true,
    advice: `check spec.vault.auth.appRole: path, roleId, and the secret id in entry "${key}" of Secret "${name}"`,
  };
}

/** The certificate is shown while the connection is made. */
function byCertificate({ mountPath, name }: NonNullable<Auth['clientCertificate']>): Credentials {
  return {
    is: 'login',
    path: loginPath(mountPath, 'cert'),
    body: name === undefined || name === '' ? {} : { name },
    advice:
      'check spec.vault.auth.clientCertificate: mountPath, name, and that Vault trusts the certificate of its Secret',
  };
}

async function byKubernetes(asking: Asking, login: NonNullable<Auth['kubernetes']>): Promise<Credentials> {
  const { mountPath, role, secretRef, serviceAccountRef } = login;
  const path = loginPath(mountPath, 'kubernetes');
  const advice = `check spec.vault.auth.kubernetes: mountPath and role, and which ServiceAccounts and audience the role "${role}" in Vault is bound to`;
  if (serviceAccountRef !== undefined && serviceAccountRef.name !== '') {
    const jwt = await serviceAccountToken(
      asking.cluster,
      {
        namespace: asking.owner.resourceNamespace,
        name: serviceAccountRef.name,
        audiences: [...(serviceAccountRef.audiences ?? []), ownAudience(asking.owner), asking.vault.server],
      },
      'VaultTokenRequest',
    );
    return { is: 'login', path, body: { role, jwt }, advice };
  }
  const jwt = await entry(asking, { name: secretRef?.name ?? '', key: secretRef?.key || 'token' });
  return { is: 'login', path, body: { role, jwt }, advice };
}

/** Ties a token to one issuer: a role in Vault that asks for it takes no token of another one. */
function ownAudience({ issuer: { metadata }, kind }: VaultOwner): string {
  const name = metadata.name ?? '';
  return kind === 'ClusterIssuer' ? `vault://${name}` : `vault://${metadata.namespace ?? ''}/${name}`;
}

/** Files end in a line break, and so do Secrets that are made from them. */
async function entry(
  { cluster, owner }: Asking,
  ref: { readonly name: string; readonly key: string },
): Promise<string> {
  const value = await readSecretValue(cluster, { namespace: owner.resourceNamespace, ...ref });
  return value.toString().trim();
}
