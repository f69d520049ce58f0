import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createChanging } from './changing.ts';
import { type Clock, wait } from './clock.ts';
import type { Log } from './log.ts';
import type { CertificateSource, ServingCertificate } from './serving-certificate.ts';

export interface CertificateFilesOptions {
  readonly certificateFile: string;
  readonly keyFile: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the reading. */
  readonly signal: AbortSignal;
}

/** How often the files are read, in seconds, as upstream does: mounted Secrets change without telling. */
const checkSeconds = 10;

/**
 * A serving certificate that the operator provides as files, read again every 10 s. Files that cannot be read, or do not
 * belong together (one of them may not have been written yet), leave the last good pair in use.
 */
export function watchCertificateFiles(options: CertificateFilesOptions): CertificateSource {
  const source = createChanging<ServingCertificate>();
  void keepReading(options, (pair) => {
    const now = source.current();
    if (now?.certificatePem !== pair.certificatePem || now.keyPem !== pair.keyPem) source.set(pair);
  });
  return source;
}

/** Never rejects. */
async function keepReading(
  options: CertificateFilesOptions,
  take: (pair: ServingCertificate) => void,
): Promise<void> {
  const { certificateFile, keyFile, clock, log, signal } = options;
  while (!signal.aborted) {
    try {
      take(await readPair(options));
    } catch (error) {
      log.warn({ certificateFile, keyFile, err: error }, 'The serving certificate could not be read');
    }
    await wait(clock, checkSeconds, signal);
  }
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
