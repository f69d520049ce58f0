import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Secret } from '../../api/secret.ts';
import { runOrThrow } from '../../test/cluster/process.ts';

function entry(secret: Secret, name: string): string {
  const value = secret.data?.[name];
  if (value === undefined) throw new Error(`Secret ${secret.metadata.name} has no ${name}`);
  return Buffer.from(value, 'base64').toString();
}

/**
 * Has OpenSSL judge a TLS Secret: the chain leads to the root, the name is covered, the key belongs to the certificate.
 *
 * @param rootPem whom to trust, and nobody else
 * @returns OpenSSL's own words, and what the certificate says
 * @throws when it is not so
 */
export async function verifySecret(secret: Secret, rootPem: string, host: string): Promise<string> {
  const dir = await mkdtemp(join(tmpdir(), 'certloom-verify-'));
  const path = (name: string): string => join(dir, name);
  const openssl = (...args: string[]) => runOrThrow('openssl', args, { workingDirectory: dir });
  try {
    await Promise.all([
      writeFile(path('chain.pem'), entry(secret, 'tls.crt')),
      writeFile(path('tls.key'), entry(secret, 'tls.key'), { mode: 0o600 }),
      writeFile(path('root.pem'), rootPem),
    ]);
    const trust = [
      '-x509_strict',
      '-no-CAfile',
      '-no-CApath',
      '-trusted',
      'root.pem',
      '-untrusted',
      'chain.pem',
    ];
    const verdict = await openssl('verify', ...trust, '-verify_hostname', host, 'chain.pem');
    const [ofCertificate, ofKey] = await Promise.all([
      openssl('x509', '-in', 'chain.pem', '-noout', '-pubkey'),
      openssl('pkey', '-in', 'tls.key', '-pubout'),
    ]);
    if (ofCertificate !== ofKey) throw new Error('the key does not belong to the certificate');
    const text = await openssl(
      'x509',
      '-in',
      'chain.pem',
      '-noout',
      '-issuer',
      '-enddate',
      '-ext',
      'subjectAltName',
    );
    return `openssl verify: ${verdict.trim()} (${host})\n${text.trim()}`;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
