import type { KeyObject } from 'node:crypto';

import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../api/certificate/defaults.ts';
import { decodeBundle } from '../../pki/certificate.ts';
import { createJksKeyStore, createJksTrustStore } from '../../pki/jks.ts';
import { encodeKey } from '../../pki/key.ts';
import { createPkcs12KeyStore, createPkcs12TrustStore } from '../../pki/pkcs12.ts';

/** Of the Secret `pw` of the recording. */
const password = 'changeit';
const profile = 'Modern2023';

interface Contents {
  readonly key: KeyObject;
  /** PEM, the leaf first. */
  readonly chain: string;
  readonly ca: string;
}

/**
 * The entries of a target Secret, made apart from the controller's own code that is to find them in order.
 *
 * @param names the entries that are wanted
 * @returns base64 by name
 */
export async function secretData(
  spec: CertificateSpec,
  { key, chain, ca }: Contents,
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const keyPem = encodeKey(key, effectivePrivateKey(spec).encoding);
  const [leafFirst, cas] = [decodeBundle(chain), decodeBundle(ca)];
  const jks = { password, cas, now: new Date() };
  const pkcs12 = { password, profile, cas } as const;
  const entries: Readonly<Record<string, () => Buffer | Promise<Buffer>>> = {
    'tls.key': () => Buffer.from(keyPem),
    'tls.crt': () => Buffer.from(chain),
    'ca.crt': () => Buffer.from(ca),
    'key.der': () => Buffer.from(keyPem.split('-----')[2] ?? '', 'base64'),
    'tls-combined.pem': () => Buffer.from(`${keyPem}\n${chain}`),
    'keystore.jks': () => createJksKeyStore({ ...jks, alias: 'certificate', key, chain: leafFirst }),
    'truststore.jks': () => createJksTrustStore(jks),
    'keystore.p12': () => createPkcs12KeyStore({ ...pkcs12, key, chain: leafFirst }),
    'truststore.p12': () => createPkcs12TrustStore(pkcs12),
  };
  const made = names.map(async (name) => {
    const entry = entries[name];
    if (entry === undefined) throw new Error(`nobody knows how to make the entry ${name}`);
    return [name, (await entry()).toString('base64')] as const;
  });
  return Object.fromEntries(await Promise.all(made));
}
