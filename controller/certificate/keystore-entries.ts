import type { KeyObject } from 'node:crypto';

import type { CertificateSpec, JksKeystore, Pkcs12Keystore } from '../../api/certificate/certificate.ts';
import { effectiveJksAlias, effectivePkcs12Profile } from '../../api/certificate/defaults.ts';
import { type CertificateFacts, decodeBundle } from '../../pki/certificate.ts';
import { createJksKeyStore, createJksTrustStore } from '../../pki/jks.ts';
import { pemLimits } from '../../pki/pem.ts';
import { createPkcs12KeyStore, createPkcs12TrustStore } from '../../pki/pkcs12.ts';

/** The passwords of the keystores that are asked for, already read. */
export interface KeystorePasswords {
  readonly jks?: string;
  readonly pkcs12?: string;
}

export interface KeystoreContents {
  readonly key: KeyObject;
  readonly chain: Buffer;
  readonly ca: Buffer | undefined;
  readonly passwords: KeystorePasswords;
  readonly now: Date;
}

type Entries = Readonly<Record<string, Buffer>>;

/** What a keystore that is to be created is called, with its trust store. */
export const keystoreNames = {
  jks: { keyStore: 'keystore.jks', trustStore: 'truststore.jks' },
  pkcs12: { keyStore: 'keystore.p12', trustStore: 'truststore.p12' },
} as const;

/** The keystores of a target Secret; trust stores only when the CA is known. @throws {TerminalFailure} `InvalidKeystore` */
export async function keystoreEntries(spec: CertificateSpec, contents: KeystoreContents): Promise<Entries> {
  const { jks, pkcs12 } = spec.keystores ?? {};
  return {
    ...(jks?.create === true ? jksEntries(jks, contents) : {}),
    ...(pkcs12?.create === true ? await pkcs12Entries(pkcs12, contents) : {}),
  };
}

function jksEntries(keystore: JksKeystore, { key, chain, ca, passwords, now }: KeystoreContents): Entries {
  const { jks: password = '' } = passwords;
  const cas = bundle(ca, pemLimits.bundle);
  const alias = effectiveJksAlias(keystore);
  return {
    'keystore.jks': createJksKeyStore({
      password,
      alias,
      key,
      chain: bundle(chain, pemLimits.chain),
      cas,
      now,
    }),
    ...(cas.length === 0 ? {} : { 'truststore.jks': createJksTrustStore({ password, cas, now }) }),
  };
}

async function pkcs12Entries(keystore: Pkcs12Keystore, contents: KeystoreContents): Promise<Entries> {
  const { key, chain, ca, passwords } = contents;
  const { pkcs12: password = '' } = passwords;
  const profile = effectivePkcs12Profile(keystore);
  const cas = bundle(ca, pemLimits.bundle);
  return {
    'keystore.p12': await createPkcs12KeyStore({
      profile,
      password,
      key,
      chain: bundle(chain, pemLimits.chain),
      cas,
    }),
    ...(cas.length === 0
      ? {}
      : { 'truststore.p12': await createPkcs12TrustStore({ profile, password, cas }) }),
  };
}

function bundle(pem: Buffer | undefined, limit: number): readonly CertificateFacts[] {
  return pem === undefined || pem.length === 0 ? [] : decodeBundle(pem, limit);
}
