import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ManualClock } from '../test/build/manual-clock.ts';
import { type CertificateFiles, createCertificate } from '../test/cluster/certificates.ts';
import { silentLog } from './log.ts';
import { watchCertificateFiles } from './serving-files.ts';

let directory = '';
let first: CertificateFiles;
let second: CertificateFiles;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certloom-serving-files-'));
  const ca = await createCertificate(directory, { name: 'ca', commonName: 'ca' });
  const make = (name: string) => createCertificate(directory, { name, commonName: name, signer: ca });
  [first, second] = await Promise.all([make('first'), make('second')]);
});
afterAll(() => rm(directory, { recursive: true }));

describe('a serving certificate in files', () => {
  const ended = new AbortController();
  const clock = new ManualClock();

  /** Moves on by one look at the files, and waits until they were read. */
  async function look(): Promise<void> {
    await clock.advance(10);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }

  it('is read again when both files have changed, and kept while they do not belong together', async () => {
    const certificateFile = join(directory, 'tls.crt');
    const keyFile = join(directory, 'tls.key');
    const source = watchCertificateFiles({
      certificateFile,
      keyFile,
      clock,
      log: silentLog,
      signal: ended.signal,
    });
    const seen: string[] = [];
    source.subscribe(({ certificatePem }) => seen.push(certificatePem));
    await look();
    expect(source.current()).toBeUndefined();

    await copyFile(first.certificateFile, certificateFile);
    await copyFile(first.keyFile, keyFile);
    await look();
    expect(source.current()).toEqual({ certificatePem: first.certificatePem, keyPem: first.keyPem });

    await copyFile(second.certificateFile, certificateFile);
    await look();
    expect(source.current()?.certificatePem).toBe(first.certificatePem);

    await copyFile(second.keyFile, keyFile);
    await look();
    await look();
    expect(seen).toEqual([first.certificatePem, second.certificatePem]);
    ended.abort();
  });
});
