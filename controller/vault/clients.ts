import { TerminalFailure } from '../../api/failure.ts';
import type { ClusterIssuer, Issuer, VaultIssuer } from '../../api/issuer/issuer.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import type { Proxies } from '../../runtime/proxies.ts';
import type { Store } from '../../runtime/store.ts';
import type { SecretFacts } from '../secret-facts.ts';
import { type VaultClient, createVaultClient } from './client.ts';
import { credentialsFor } from './logins.ts';
import { vaultSecretNames } from './secret-names.ts';
import { createVaultTransport } from './transport.ts';
import { type TrustOfIssuer, trustFor } from './trust.ts';

/** An issuer whose Vault is wanted. */
export interface VaultIssuerOwner {
  readonly issuer: Issuer | ClusterIssuer;
  readonly kind: 'Issuer' | 'ClusterIssuer';
  readonly resourceNamespace: string;
}

/** A client, and whether everything about it was found to be in order. */
export interface OpenVault {
  readonly client: VaultClient;
  verified: boolean;
}

export interface VaultClients {
  /**
   * The one client of this issuer with the spec and the Secrets it has now; one made before them is closed.
   *
   * @throws {TransientFailure} `SecretNotFound`, `SecretKeyNotFound`, `VaultTrustUnusable`
   * @throws {TerminalFailure} `VaultTrustUnusable`, `InvalidConfig`
   */
  open(owner: VaultIssuerOwner): Promise<OpenVault>;
}

export interface VaultClientsOptions {
  readonly cluster: Pick<Cluster, 'get' | 'request'>;
  readonly secrets: Pick<Store<SecretFacts>, 'get'>;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly proxies?: Proxies;
}

interface Entry {
  readonly fingerprint: string;
  readonly opening: Promise<OpenVault>;
}

export function createVaultClients(options: VaultClientsOptions): VaultClients {
  /** By issuer uid. */
  const entries = new Map<string, Entry>();
  return {
    open(owner) {
      const uid = owner.issuer.metadata.uid ?? '';
      const vault = vaultOf(owner.issuer);
      const fingerprint = fingerprintOf(options, owner, vault);
      const before = entries.get(uid);
      if (before?.fingerprint === fingerprint) return before.opening;
      const entry = { fingerprint, opening: open(options, owner, vault) };
      entries.set(uid, entry);
      entry.opening.catch(() => {
        if (entries.get(uid) === entry) entries.delete(uid);
      });
      void before?.opening.then(({ client }) => client.close()).catch(() => undefined);
      return entry.opening;
    },
  };
}

export function vaultOf(issuer: Issuer | ClusterIssuer): VaultIssuer {
  if (issuer.spec.vault !== undefined) return issuer.spec.vault;
  throw new TerminalFailure('InvalidConfig', 'Vault config cannot be empty');
}

async function open(
  options: VaultClientsOptions,
  owner: VaultIssuerOwner,
  vault: VaultIssuer,
): Promise<OpenVault> {
  const { cluster, clock } = options;
  const trust = await trustFor({ cluster, namespace: owner.resourceNamespace }, vault);
  const transports = transportsFor(options, vault, trust);
  const namespace = vault.namespace === '' ? undefined : vault.namespace;
  const credentials = () => credentialsFor({ cluster, owner, vault });
  return { client: createVaultClient({ ...transports, namespace, credentials, clock }), verified: false };
}

function transportsFor(options: VaultClientsOptions, { server }: VaultIssuer, trust: TrustOfIssuer) {
  const transport = createVaultTransport({ ...options, server, trust: trust.usual });
  const loginTransport =
    trust.login === trust.usual
      ? transport
      : createVaultTransport({ ...options, server, trust: trust.login });
  return { transport, loginTransport };
}

/** Everything a connection and a login depend on. */
function fingerprintOf(
  { secrets }: VaultClientsOptions,
  { resourceNamespace }: VaultIssuerOwner,
  vault: VaultIssuer,
): string {
  const digests = vaultSecretNames(vault).map(
    (name) => secrets.get(`${resourceNamespace}/${name}`)?.dataDigests ?? {},
  );
  return JSON.stringify([vault, digests]);
}
