import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runOrThrow } from './process.ts';

/** A certificate and its key, as files and as PEM. */
export interface CertificateFiles {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly certificatePem: string;
  readonly keyPem: string;
}

export interface CertificateWanted {
  /** Name of the two files, without their endings. */
  readonly name: string;
  readonly commonName: string;
  readonly organization?: string;
  /** As OpenSSL writes them: `DNS:localhost,IP:127.0.0.1`. */
  readonly subjectAltName?: string;
  /** Left out: a CA that signs itself. */
  readonly signer?: CertificateFiles;
  /** A CA that another one signs. */
  readonly intermediate?: boolean;
}

/**
 * Makes a certificate for the test cluster with OpenSSL, so that the scaffold does not lean on the code it is there to test.
 * ECDSA P-256, valid for two days, good for servers and clients alike.
 */
export async function createCertificate(
  directory: string,
  wanted: CertificateWanted,
): Promise<CertificateFiles> {
  const { name, signer } = wanted;
  const files = {
    certificateFile: join(directory, `${name}.crt`),
    keyFile: join(directory, `${name}.key`),
    configFile: join(directory, `${name}.cnf`),
  };
  await writeFile(files.configFile, opensslConfig(wanted));
  const command = 'req -x509 -days 2 -nodes -newkey ec -pkeyopt ec_paramgen_curve:prime256v1'.split(' ');
  await runOrThrow('openssl', [
    ...command,
    ...(signer === undefined ? [] : ['-CA', signer.certificateFile, '-CAkey', signer.keyFile]),
    '-config',
    files.configFile,
    '-keyout',
    files.keyFile,
    '-out',
    files.certificateFile,
  ]);
  const [certificatePem, keyPem] = await Promise.all([
    readFile(files.certificateFile, 'utf8'),
    readFile(files.keyFile, 'utf8'),
  ]);
  return { certificateFile: files.certificateFile, keyFile: files.keyFile, certificatePem, keyPem };
}

function opensslConfig(wanted: CertificateWanted): string {
  const { commonName, organization, subjectAltName, signer } = wanted;
  const isCa = signer === undefined || wanted.intermediate === true;
  return [
    '[req]',
    'prompt = no',
    'distinguished_name = subject',
    'x509_extensions = extensions',
    '[subject]',
    ...(organization === undefined ? [] : [`O = ${organization}`]),
    `CN = ${commonName}`,
    '[extensions]',
    `basicConstraints = critical, CA:${isCa ? 'TRUE' : 'FALSE'}`,
    `keyUsage = critical, ${isCa ? 'keyCertSign, cRLSign' : 'digitalSignature'}`,
    ...(isCa ? [] : ['extendedKeyUsage = serverAuth, clientAuth']),
    'subjectKeyIdentifier = hash',
    ...(signer === undefined ? [] : ['authorityKeyIdentifier = keyid']),
    ...(subjectAltName === undefined ? [] : [`subjectAltName = ${subjectAltName}`]),
    '',
  ].join('\n');
}
