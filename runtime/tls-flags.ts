import { createSecureContext } from 'node:tls';
import type { Flag } from './flag.ts';
import { list } from './flag-kinds.ts';

/** How a server negotiates TLS; what is left out is Node's choice. */
export interface TlsSettings {
  readonly minVersion: 'TLSv1.2' | 'TLSv1.3';
  /** As OpenSSL reads them, in order. */
  readonly ciphers?: string;
}

/** Go's constants. Older versions are insecure (RFC 8996). */
const versions: Readonly<Record<string, TlsSettings['minVersion']>> = {
  VersionTLS12: 'TLSv1.2',
  VersionTLS13: 'TLSv1.3',
};

export const minVersion: Flag<TlsSettings['minVersion']> = {
  description: 'Oldest version of TLS that is spoken',
  placeholder: Object.keys(versions).join('|'),
  default: 'TLSv1.2',
  defaultText: 'VersionTLS12',
  parse(given) {
    const version = Object.hasOwn(versions, given) ? versions[given] : undefined;
    if (version === undefined) throw new Error(`expected one of ${Object.keys(versions).join(', ')}`);
    return version;
  },
};

const names = list("Cipher suites by their names in RFCs, in order; Node's choice when left out");

export const cipherSuites: Flag<readonly string[]> = {
  ...names,
  parse(given) {
    // Go also has two names of its own
    const suites = names.parse(given).map((name) => name.replace(/_POLY1305$/, '_POLY1305_SHA256'));
    for (const suite of suites) demandKnown(suite);
    return suites;
  },
};

/** @throws {Error} */
function demandKnown(suite: string): void {
  try {
    createSecureContext({ ciphers: suite });
  } catch {
    throw new Error(`there is no cipher suite ${suite}, such as TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256`);
  }
}

export function tlsSettings(version: TlsSettings['minVersion'], suites: readonly string[]): TlsSettings {
  return { minVersion: version, ...(suites.length > 0 && { ciphers: suites.join(':') }) };
}
