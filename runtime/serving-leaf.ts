import { X509Certificate } from 'node:crypto';
import { type CertificateAndKey, createServingCertificate } from '../pki/serving.ts';
import { replaceAt, type ServingCa } from './serving-ca.ts';

/** A serving certificate with the CA it was signed by. */
export interface Leaf extends CertificateAndKey {
  readonly issuedBy: ServingCa;
}

export interface LeafWanted {
  /** DNS names, and IP addresses. */
  readonly dnsNames: readonly string[];
  readonly lifetimeSeconds: number;
}

/** How long callers are given to learn of a new CA before a server shows what it signed, in seconds. */
export const graceSeconds = 30;

/** @param trustedSince when every caller was last seen to be told of `ca`; `undefined` while one has not been */
export interface LeafState {
  readonly leaf: Leaf | undefined;
  readonly ca: ServingCa;
  readonly trustedSince: Date | undefined;
}

/**
 * Whether a server needs another leaf: it has none, two thirds of its life are over, or a new CA has come.
 *
 * A planned change of the CA leaves the old one in the bundle, so the old leaf goes on until the callers have the new CA;
 * when the old CA is not in the bundle any more, nothing is gained by waiting.
 */
export function needsLeaf({ leaf, ca, trustedSince }: LeafState, now: Date): boolean {
  if (leaf === undefined) return true;
  const due = now >= replaceAt(leaf.certificatePem);
  if (leaf.issuedBy.certificatePem === ca.certificatePem) return due;
  if (!ca.bundlePem.includes(leaf.issuedBy.certificatePem.trim())) return true;
  if (trustedSince === undefined) return due;
  return now.getTime() - trustedSince.getTime() >= graceSeconds * 1000;
}

/** Signs a leaf; it never outlives its CA. */
export async function makeLeaf(ca: ServingCa, wanted: LeafWanted, now: Date): Promise<Leaf> {
  const left = (new X509Certificate(ca.certificatePem).validToDate.getTime() - now.getTime()) / 1000;
  const lifetimeSeconds = Math.floor(Math.min(wanted.lifetimeSeconds, left));
  const leaf = await createServingCertificate(ca, wanted.dnsNames, now, lifetimeSeconds);
  return { ...leaf, issuedBy: ca };
}
