import type { KeyObject } from 'node:crypto';

import type { CaIssuer } from '../../../api/issuer/issuer.ts';
import { Failure } from '../../../api/failure.ts';
import type { Secret } from '../../../api/secret.ts';
import { type CertificateFacts, decodeBundle, decodeCertificate } from '../../../pki/certificate.ts';
import { assembleChain } from '../../../pki/chain.ts';
import { decodeKey } from '../../../pki/key.ts';
import { signCertificate } from '../../../pki/sign.ts';
import type { ReadSecret } from '../shared-reads.ts';
import type { SignOutcome, SignRequest, Signer } from '../signer.ts';
import { failedBy, templateFor } from '../template.ts';

/** A CA's key and certificates, for one signature. */
interface SigningCa {
  readonly key: KeyObject;
  readonly certificate: CertificateFacts;
  /** From the signing certificate up. */
  readonly chain: readonly CertificateFacts[];
}

/** Signs with the key pair in the Secret that the issuer names. */
export function caSigner(readSecret: ReadSecret): Signer {
  return {
    async sign(wanted) {
      const { ca } = wanted.issuer.spec;
      if (ca === undefined)
        return { is: 'pending', reason: 'IssuerTypeMissing', message: 'Missing issuer type' };
      const where = `${wanted.resourceNamespace}/${ca.secretName}`;
      const secret = await readSecret(wanted.resourceNamespace, ca.secretName);
      if (secret === undefined) {
        return { is: 'pending', reason: 'SecretMissing', message: `Referenced secret ${where} not found` };
      }
      const signing = signingCa(secret);
      if (signing instanceof Failure) {
        const message = `Failed to parse signing CA keypair from secret ${where}: ${signing.message}`;
        return { is: 'pending', reason: 'SecretInvalidData', message };
      }
      return sign(wanted, ca, signing);
    },
  };
}

function signingCa({ data }: Secret): SigningCa | Failure {
  try {
    const chain = decodeBundle(bytes(data?.['tls.crt']));
    const ca = bytes(data?.['ca.crt']);
    const [certificate = decodeCertificate('')] = chain;
    const key = decodeKey(bytes(data?.['tls.key']));
    return { key, certificate, chain: ca.length === 0 ? chain : [...chain, decodeCertificate(ca)] };
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
}

function bytes(value: string | undefined): Buffer {
  return Buffer.from(value ?? '', 'base64');
}

async function sign(wanted: SignRequest, ca: CaIssuer, signing: SigningCa): Promise<SignOutcome> {
  try {
    const template = templateFor(wanted.request, wanted.now);
    const pem = await signCertificate({
      ...template,
      signer: { certificate: signing.certificate, key: signing.key },
      ...(ca.crlDistributionPoints === undefined ? {} : { crlDistributionPoints: ca.crlDistributionPoints }),
      ...(ca.ocspServers === undefined ? {} : { ocspServers: ca.ocspServers }),
      ...(ca.issuingCertificateURLs === undefined
        ? {}
        : { issuingCertificateUrls: ca.issuingCertificateURLs }),
    });
    const { certificatePem, caPem } = assembleChain([decodeCertificate(pem), ...signing.chain]);
    return { is: 'issued', certificate: certificatePem, ...(caPem === undefined ? {} : { ca: caPem }) };
  } catch (error) {
    return failedBy(error, 'SigningError', 'Error signing certificate');
  }
}
