import { createSecureContext } from 'node:tls';

import { Failure, TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { VaultIssuer } from '../../api/issuer/issuer.ts';
import { decodeBundle } from '../../pki/certificate.ts';
import type { Cluster } from '../../runtime/cluster.ts';
import { readSecretValue } from '../secret-value.ts';
import type { VaultTrust } from './transport.ts';

/** Where values of Secrets are read. */
export interface SecretPlace {
  readonly cluster: Pick<Cluster, 'get'>;
  readonly namespace: string;
}

/** How a Vault is asked, and how it is logged in to where that takes another certificate. */
export interface TrustOfIssuer {
  readonly usual: VaultTrust;
  readonly login: VaultTrust;
}

/**
 * Reads whom an issuer trusts and what it shows of itself.
 *
 * @throws {TransientFailure} `SecretNotFound`, `SecretKeyNotFound`, and `VaultTrustUnusable` for what a Secret holds
 * @throws {TerminalFailure} `VaultTrustUnusable` for what stands in the spec
 */
export async function trustFor(place: SecretPlace, vault: VaultIssuer): Promise<TrustOfIssuer> {
  const { serverName } = vault;
  const ca = await caOf(place, vault);
  const common = { ...(ca !== undefined && { ca }), ...(serverName ? { servername: serverName } : {}) };
  const usual = { ...common, ...(await usualPair(place, vault)) };
  const name = vault.auth.clientCertificate?.secretName;
  if (name === undefined || name === '') return { usual, login: usual };
  const own = await pairOf(place, { cert: { name, key: 'tls.crt' }, key: { name, key: 'tls.key' } });
  return { usual, login: { ...common, ...own } };
}

async function usualPair(
  place: SecretPlace,
  { clientCertSecretRef: cert, clientKeySecretRef: key }: VaultIssuer,
): Promise<Pick<VaultTrust, 'cert' | 'key'>> {
  if (cert === undefined || key === undefined) return {};
  return pairOf(place, {
    cert: { name: cert.name, key: cert.key || 'tls.crt' },
    key: { name: key.name, key: key.key || 'tls.key' },
  });
}

async function caOf(place: SecretPlace, vault: VaultIssuer): Promise<string | undefined> {
  const { caBundle, caBundleSecretRef: ref } = vault;
  if (caBundle !== undefined && caBundle !== '') {
    const pem = Buffer.from(caBundle, 'base64').toString();
    const wrong = whyNoBundle(pem);
    if (wrong === undefined) return pem;
    throw new TerminalFailure('VaultTrustUnusable', `spec.vault.caBundle cannot be used: ${wrong}`);
  }
  if (ref === undefined) return undefined;
  const entry = { name: ref.name, key: ref.key || 'ca.crt' };
  const pem = await read(place, entry);
  const wrong = whyNoBundle(pem);
  if (wrong === undefined) return pem;
  throw unusable(`entry "${entry.key}" of Secret "${entry.name}" (spec.vault.caBundleSecretRef)`, wrong);
}

function whyNoBundle(pem: string): string | undefined {
  try {
    decodeBundle(pem);
    return undefined;
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}

interface Entry {
  readonly name: string;
  readonly key: string;
}

async function pairOf(
  place: SecretPlace,
  entries: { readonly cert: Entry; readonly key: Entry },
): Promise<{ readonly cert: string; readonly key: string }> {
  const pair = { cert: await read(place, entries.cert), key: await read(place, entries.key) };
  try {
    createSecureContext(pair);
    return pair;
  } catch {
    // what OpenSSL says of it may quote it
    const { cert, key } = entries;
    throw unusable(
      `the client certificate in entry "${cert.key}" of Secret "${cert.name}" with the key in entry "${key.key}" of Secret "${key.name}"`,
      'they are not a certificate and its private key, in PEM',
    );
  }
}

async function read({ cluster, namespace }: SecretPlace, entry: Entry): Promise<string> {
  return (await readSecretValue(cluster, { namespace, ...entry })).toString();
}

/** Whoever writes the Secret may be at it: tried again like one that is missing. */
function unusable(what: string, why: string): TransientFailure {
  return new TransientFailure('VaultTrustUnusable', `${what} cannot be used: ${why}`);
}
