import type { KeyObject } from 'node:crypto';

import type { CertificateRequestSpec } from '../../api/certificate-request/certificate-request.ts';
import { decodeBundle, decodeCertificate } from '../../pki/certificate.ts';
import { createCsr, decodeCsr } from '../../pki/csr.ts';
import { encodeKey, generateKey } from '../../pki/key.ts';
import { nameFrom } from '../../pki/name.ts';
import { signCertificate } from '../../pki/sign.ts';
import type { RecordedObject } from './tape.ts';

/** Somebody who signs: certificate and key. */
export interface Signer {
  readonly pem: string;
  readonly key: KeyObject;
}

/** A request and what came of it, with a key of our own in the place of the one that was left out of the recording. */
export interface Minted {
  readonly request: string;
  /** The leaf and what is above it, as the issuer gave it; none while it is not issued. */
  readonly chain?: string;
  /** PEM of the leaf, to sign with when it is a CA. */
  readonly leaf?: string;
}

/** A request of the recording, and the certificate it brought. */
export interface RecordedIssuance {
  /** PEM. */
  readonly request: string;
  /** PEM of the leaf and what is above it. */
  readonly chain?: string;
  readonly spec: Pick<CertificateRequestSpec, 'usages' | 'isCA'>;
}

/** @param request a CertificateRequest of the recording */
export function issuanceOf({ spec, status }: RecordedObject): RecordedIssuance {
  const chain = status?.['certificate'];
  return {
    request: text(spec?.['request']),
    ...(chain !== undefined && { chain: text(chain) }),
    spec: spec as RecordedIssuance['spec'],
  };
}

function text(base64: unknown): string {
  return Buffer.from(String(base64), 'base64').toString();
}

export interface MintOptions {
  readonly key: KeyObject;
  /** Left out: the certificate signs itself. */
  readonly signer?: Signer;
  /** How much later everything happens than in the recording. */
  readonly laterMs: number;
}

/** The same request and certificate again, member by member, for another key and at another time. */
export async function mint(recorded: RecordedIssuance, options: MintOptions): Promise<Minted> {
  const request = await requestAgain(recorded.request, options.key);
  if (recorded.chain === undefined) return { request };
  const leaf = await leafAgain({ ...recorded, request, chain: recorded.chain }, options);
  const isAlone = options.signer === undefined || decodeBundle(recorded.chain).length === 1;
  return { request, leaf, chain: isAlone ? leaf : leaf + options.signer.pem };
}

async function requestAgain(recorded: string, key: KeyObject): Promise<string> {
  const { subject, commonName, keyUsages = [], extKeyUsageOids = [], isCa, ...names } = decodeCsr(recorded);
  return createCsr(
    {
      subject: nameFrom(subject, commonName),
      dnsNames: names.dnsNames,
      ipAddresses: names.ipAddresses,
      emailAddresses: names.emailAddresses,
      uris: names.uris,
      otherNames: names.otherNames,
      usages: { keyUsages, extKeyUsageOids },
      ...(isCa !== undefined && { isCa }),
    },
    key,
  );
}

async function leafAgain(
  { request, chain, spec }: Required<RecordedIssuance>,
  { key, signer, laterMs }: MintOptions,
): Promise<string> {
  const { notBefore, notAfter } = decodeCertificate(chain);
  return signCertificate({
    csr: decodeCsr(request),
    durationSeconds: (notAfter.getTime() - notBefore.getTime()) / 1000,
    usages: spec.usages ?? [],
    isCa: spec.isCA ?? false,
    now: new Date(notBefore.getTime() + laterMs),
    signer:
      signer === undefined
        ? { certificate: 'self', key }
        : { certificate: decodeCertificate(signer.pem), key: signer.key },
  });
}

/** A CA of the kind that stands behind an ACME server. */
export async function mintCa(commonName: string, now: Date): Promise<Signer> {
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const noNames = { dnsNames: [], ipAddresses: [], emailAddresses: [], uris: [], otherNames: [] };
  const request = await createCsr({ subject: nameFrom({}, commonName), ...noNames }, key);
  const year = 365 * 86_400;
  const signing = { csr: decodeCsr(request), durationSeconds: year, usages: [], isCa: true, now };
  return { key, pem: await signCertificate({ ...signing, signer: { certificate: 'self', key } }) };
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** `tls.key` of a Secret. */
export function keyEntry(key: KeyObject, encoding: 'PKCS1' | 'PKCS8'): string {
  return base64(encodeKey(key, encoding));
}
