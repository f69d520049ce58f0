import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createChanging } from './changing.ts';
import type { Clock } from './clock.ts';
import type { Log } from './log.ts';
import { reread } from './reread.ts';
import type { CertificateSource, ServingCertificate } from './serving-certificate.ts';

export interface CertificateFilesOptions {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/**
 * A serving certificate that the operator provides as files, read again every 10 s. Files that cannot be read, or do not
 * belong together (one of them may not have been written yet), leave the last good pair in use.
 */
export function watchCertificateFiles(options: CertificateFilesOptions): CertificateSource {
  const { certificateFile, keyFile, clock, log, signal } = options;
  const source = createChanging<ServingCertificate>();
  void reread({
    read: () => readPair(options),
    take(pair) {
      const now = source.current();
      if (now?.certificatePem !== pair.certificatePem || now.keyPem !== pair.keyPem) source.set(pair);
    },
    complain: (error) =>
      log.warn({ certificateFile, keyFile, err: error }, 'The serving certificate could not be read'),
    clock,
    signal,
  });
  return source;
}

async function readPair({ certificateFile, keyFile }: CertificateFilesOptions): Promise<ServingCertificate> {
  const [certificatePem, keyPem] = await Promise.all([
    readFile(certificateFile, 'utf8'),
    readFile(keyFile, 'utf8'),
  ]);
  if (!new X509Certificate(certificatePem).checkPrivateKey(createPrivateKey(keyPem))) {
    throw new Error('the certificate and the key do not belong together');
  }
  return { certificatePem, keyPem };
}
