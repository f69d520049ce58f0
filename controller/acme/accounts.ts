import { createHash } from 'node:crypto';

import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { AcmeIssuer, ClusterIssuer, Issuer } from '../../api/issuer/issuer.ts';
import type { Clock } from '../../runtime/clock.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import type { Proxies } from '../../runtime/proxies.ts';
import type { Store } from '../../runtime/store.ts';
import type { SecretFacts } from '../secret-facts.ts';
import { accountKeyHash, accountKeyRef, readAccountKey } from './account-key.ts';
import { createAcmeClient } from './client.ts';
import type { AcmeClient } from './client.ts';
import type { RenewalInfo } from './renewal-info.ts';
import { readSecretValue } from '../secret-value.ts';
import { createAcmeTransport } from './transport.ts';
import type { AcmeCall } from './transport.ts';

/** An issuer whose account is wanted. */
export interface AccountOwner {
  readonly issuer: Issuer | ClusterIssuer;
  readonly resourceNamespace: string;
}

/** The client of an issuer, and what `status.acme.lastPrivateKeyHash` says about the key it signs with. */
export interface OpenAccount {
  readonly client: AcmeClient;
  readonly keyHash: string;
}

/** Asks a CA when a certificate should be renewed. @returns `undefined` when it has no such information */
export type AskRenewalInfo = (owner: AccountOwner, certificateId: string) => Promise<RenewalInfo | undefined>;

export interface AcmeAccounts {
  /**
   * The one client of this issuer with the key, server and trust it has now. Signed in as `status.acme.uri` where that
   * belongs to the server.
   *
   * @throws {TransientFailure} `SecretNotFound`, `SecretKeyNotFound`
   * @throws {TerminalFailure} `ErrVerifyACMEAccount`, `InvalidConfig`
   */
  open(owner: AccountOwner): Promise<OpenAccount>;
  /**
   * The client of an issuer that was set up, for orders and challenges.
   *
   * @throws {TransientFailure} `AcmeAccountNotReady`
   */
  ready(owner: AccountOwner): Promise<AcmeClient>;
  close(): Promise<void>;
}

export interface AccountsOptions {
  readonly cluster: Pick<Cluster, 'get'>;
  readonly secrets: Pick<Store<SecretFacts>, 'get'>;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly proxies?: Proxies;
  readonly onCall?: (call: AcmeCall) => void;
  /** Registers the account of the client again: the CA does not know it any more. */
  readonly registerAgain: (owner: AccountOwner, client: AcmeClient) => Promise<unknown>;
}

interface Entry extends OpenAccount {
  readonly fingerprint: string;
  /** What `status.acme.uri` said when we last signed in by it. */
  storedUrl?: string;
  /** Under way. */
  registering?: Promise<unknown>;
}

export function createAcmeAccounts(options: AccountsOptions): AcmeAccounts {
  /** By issuer uid. */
  const entries = new Map<string, Entry>();

  async function open({ issuer, resourceNamespace }: AccountOwner): Promise<Entry> {
    const acme = acmeOf(issuer);
    const uid = issuer.metadata.uid ?? '';
    const ref = accountKeyRef(acme, resourceNamespace);
    const digest = options.secrets.get(`${ref.namespace}/${ref.name}`)?.dataDigests[ref.key];
    const known = entries.get(uid);
    if (known !== undefined && digest !== undefined && known.fingerprint === fingerprint(acme, digest)) {
      return signedIn(known, issuer);
    }
    const pem = await readSecretValue(options.cluster, ref);
    const print = fingerprint(acme, createHash('sha256').update(pem).digest('hex'));
    const raced = entries.get(uid);
    if (raced?.fingerprint === print) return signedIn(raced, issuer);
    const key = readAccountKey(pem, ref.name);
    const transport = createAcmeTransport({ ...options, ...trustOf(acme) });
    const client = createAcmeClient({ server: acme.server, key, transport });
    const entry: Entry = { fingerprint: print, client, keyHash: accountKeyHash(key) };
    entries.set(uid, entry);
    void raced?.client.close().catch(() => undefined);
    return signedIn(entry, issuer);
  }

  /** However many ask at once, the account is registered once. */
  async function known(entry: Entry, owner: AccountOwner): Promise<AcmeClient> {
    const { client } = entry;
    if (client.isGone) {
      entry.registering ??= options.registerAgain(owner, client).finally(() => delete entry.registering);
      await entry.registering;
    }
    return client;
  }

  return {
    open,
    async ready(owner) {
      if (storedAccountUrl(owner.issuer) !== undefined) return known(await open(owner), owner);
      throw new TransientFailure('AcmeAccountNotReady', 'ACME client for issuer not initialised/available');
    },
    async close() {
      await Promise.allSettled([...entries.values()].map(({ client }) => client.close()));
      entries.clear();
    },
  };
}

/** `status.acme.uri` as long as it belongs to the server of the spec. */
export function storedAccountUrl(issuer: Issuer | ClusterIssuer): string | undefined {
  const stored = issuer.status?.acme?.uri;
  if (stored === undefined || stored === '') return undefined;
  const host = URL.parse(stored)?.host;
  return host !== undefined && host === URL.parse(acmeOf(issuer).server)?.host ? stored : undefined;
}

/** What the status says counts once: after that we may know better. */
function signedIn(entry: Entry, issuer: Issuer | ClusterIssuer): Entry {
  const url = storedAccountUrl(issuer);
  const isOurs = issuer.status?.acme?.lastPrivateKeyHash === entry.keyHash;
  if (url === undefined || !isOurs || url === entry.storedUrl) return entry;
  entry.storedUrl = url;
  entry.client.signInAs(url);
  return entry;
}

function acmeOf(issuer: Issuer | ClusterIssuer): AcmeIssuer {
  if (issuer.spec.acme !== undefined) return issuer.spec.acme;
  throw new TerminalFailure('InvalidConfig', 'The issuer is not an ACME issuer');
}

function trustOf(acme: AcmeIssuer): { readonly caBundle?: string; readonly skipTlsVerify: boolean } {
  const skipTlsVerify = acme.skipTLSVerify === true;
  if (acme.caBundle === undefined || acme.caBundle === '') return { skipTlsVerify };
  return { skipTlsVerify, caBundle: Buffer.from(acme.caBundle, 'base64').toString() };
}

/** Everything a connection and a signature depend on. @param keyDigest SHA-256 of the key's entry, hex */
function fingerprint(acme: AcmeIssuer, keyDigest: string): string {
  return JSON.stringify([acme.server, acme.caBundle ?? '', acme.skipTLSVerify === true, keyDigest]);
}
