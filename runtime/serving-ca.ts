import { createPrivateKey, X509Certificate } from 'node:crypto';
import { type Secret, secrets } from '../api/secret.ts';
import type { CertificateAndKey } from '../pki/serving.ts';
import { createServingCa } from '../pki/serving.ts';
import { isAlreadyExists, isConflict } from './api-error.ts';
import type { Cluster, ObjectName } from './cluster.ts';

/** The CA of our serving certificates, as all replicas share it. */
export interface ServingCa extends CertificateAndKey {
  /** PEM: whom callers should trust: this CA first, then the one before it while that may still be in use. */
  readonly bundlePem: string;
}

/** As upstream's webhook has it: a year, of which it serves two thirds. */
const lifetimeSeconds = 365 * 24 * 3600;

/** Lets cert-manager's cainjector hand the CA on, where people have one. */
const annotations = { 'cert-manager.io/allow-direct-injection': 'true' } as const;

/**
 * The CA from its Secret (`tls.crt`, `tls.key`, `ca.crt`), made when there is none, when it does not fit together, or
 * when two thirds of its life are over.
 *
 * All replicas do this at once; the API server lets one win, and the others take what it wrote.
 *
 * @throws {ApiError} when the Secret cannot be read or written
 */
export async function ensureServingCa(cluster: Cluster, name: ObjectName, now: Date): Promise<ServingCa> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const stored = await cluster.get(secrets, name);
    const ca = stored && readCa(stored);
    if (ca !== undefined && !isDue(ca, now)) return ca;
    try {
      return await writeCa(cluster, { name, stored, before: ca }, now);
    } catch (error) {
      if (!isConflict(error) && !isAlreadyExists(error)) throw error;
    }
  }
  throw new Error('replicas replaced the serving CA three times in a row');
}

interface Replacement {
  readonly name: ObjectName;
  readonly stored: Secret | undefined;
  /** The CA that is followed by a new one; `undefined` when there was none worth trusting. */
  readonly before: ServingCa | undefined;
}

async function writeCa(
  cluster: Cluster,
  { name, stored, before }: Replacement,
  now: Date,
): Promise<ServingCa> {
  const made = await createServingCa(now, lifetimeSeconds);
  const bundlePem = lines(made.certificatePem) + (before === undefined ? '' : lines(before.certificatePem));
  const data = {
    'tls.crt': encode(made.certificatePem),
    'tls.key': encode(made.keyPem),
    'ca.crt': encode(bundlePem),
  };
  if (stored === undefined) {
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { ...name, annotations } };
    await cluster.create(secrets, { ...secret, type: 'kubernetes.io/tls', data });
  } else {
    const metadata = { ...stored.metadata, annotations: { ...stored.metadata.annotations, ...annotations } };
    await cluster.replace(secrets, { ...stored, metadata, data: { ...stored.data, ...data } });
  }
  return { ...made, bundlePem };
}

/** @returns `undefined` when it does not fit together: then nothing signed with it is worth keeping */
function readCa({ data = {} }: Secret): ServingCa | undefined {
  const [certificatePem, keyPem, bundlePem] = ['tls.crt', 'tls.key', 'ca.crt'].map((key) =>
    decode(data[key]),
  );
  if (!certificatePem || !keyPem || !bundlePem) return undefined;
  try {
    const certificate = new X509Certificate(certificatePem);
    const fits = certificate.ca && certificate.checkPrivateKey(createPrivateKey(keyPem));
    return fits && bundlePem.includes(certificatePem.trim())
      ? { certificatePem, keyPem, bundlePem }
      : undefined;
  } catch {
    return undefined;
  }
}

function isDue({ certificatePem }: CertificateAndKey, now: Date): boolean {
  return now >= replaceAt(certificatePem);
}

/** When two thirds of a certificate's life are over. */
export function replaceAt(certificatePem: string): Date {
  const { validFromDate, validToDate } = new X509Certificate(certificatePem);
  const lifetime = validToDate.getTime() - validFromDate.getTime();
  return new Date(validFromDate.getTime() + (lifetime * 2) / 3);
}

function lines(pem: string): string {
  return `${pem.trim()}\n`;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64');
}

function decode(base64: string | undefined): string {
  return Buffer.from(base64 ?? '', 'base64').toString('utf8');
}
