import { decodeBundle } from '../../pki/certificate.ts';
import { decodeCsr } from '../../pki/csr.ts';
import { keySpecOf } from '../../pki/key.ts';

const daySeconds = 86_400;

/**
 * What a CSR or a chain says, without what differs from one issuance to the next: keys, serial numbers, instants, and the
 * names that a test CA makes up for itself.
 *
 * @param base64 as objects of the Kubernetes API carry PEM
 * @returns `undefined` when it is neither
 */
export function pemFacts(base64: string): unknown {
  const pem = Buffer.from(base64, 'base64').toString();
  if (pem.startsWith('-----BEGIN CERTIFICATE REQUEST-----')) return { request: requestFacts(pem) };
  if (pem.startsWith('-----BEGIN CERTIFICATE-----')) return { chain: chainFacts(pem) };
  return undefined;
}

function requestFacts(pem: string): object {
  const { subject, commonName, publicKey, keyUsages, extKeyUsageOids, isCa, ...facts } = decodeCsr(pem);
  return {
    subject,
    commonName,
    key: keySpecOf(publicKey),
    keyUsages,
    extKeyUsageOids,
    isCa,
    ...names(facts),
  };
}

/** The leaf in full; of those above it only what they are. */
function chainFacts(pem: string): readonly object[] {
  return decodeBundle(pem).map(({ subject, commonName, publicKey, isCa, ...facts }, place) => {
    if (place > 0) return { isCa };
    const lifetimeSeconds = (facts.notAfter.getTime() - facts.notBefore.getTime()) / 1000;
    const lifetimeDays = Math.round(lifetimeSeconds / daySeconds);
    return { subject, commonName, key: keySpecOf(publicKey), isCa, lifetimeDays, ...names(facts) };
  });
}

interface Names {
  readonly dnsNames: readonly string[];
  readonly ipAddresses: readonly string[];
  readonly emailAddresses: readonly string[];
  readonly uris: readonly string[];
}

function names({ dnsNames, ipAddresses, emailAddresses, uris }: Names): Names {
  return { dnsNames, ipAddresses, emailAddresses, uris };
}
