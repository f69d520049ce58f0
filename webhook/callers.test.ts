import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createChanging } from '../runtime/changing.ts';
import { silentLog } from '../runtime/log.ts';
import { type HttpsServer, startHttps } from '../runtime/serve.ts';
import { type CertificateFiles, createCertificate } from '../test/cluster/certificates.ts';
import { getHttps } from '../test/cluster/get-https.ts';
import { complaintAbout, onlyFor } from './callers.ts';

describe('a caller', () => {
  it.each([
    [{ authorized: true, commonName: 'apiserver' }, [], /^fine$/],
    [{ authorized: true, commonName: 'apiserver' }, ['apiserver'], /^fine$/],
    [
      { authorized: true, commonName: 'other' },
      ['apiserver'],
      /"other" are not among --client-subject-names/,
    ],
    [{ authorized: true }, ['apiserver'], /"" are not among/],
    [{ authorized: false, commonName: 'apiserver' }, ['apiserver'], /of a CA in --client-ca-path/],
    [{ authorized: false }, [], /of a CA in --client-ca-path/],
  ])('%j, where %j may call, is told %s', (facts, names, told) => {
    expect(complaintAbout(facts, names) ?? 'fine').toMatch(told);
  });
});

describe('a webhook that wants client certificates', () => {
  let dir: string;
  let server: HttpsServer;
  let ca: CertificateFiles;
  const certificateFor = async (commonName: string, signer?: CertificateFiles) =>
    createCertificate(dir, {
      name: commonName,
      commonName,
      subjectAltName: `DNS:${commonName}`,
      ...(signer && { signer }),
    });

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'certloom-callers-'));
    ca = await certificateFor('ca');
    server = await startHttps({
      handler: onlyFor(['apiserver'], (_request, response) => response.end('reviewed'), silentLog),
      port: 0,
      host: '127.0.0.1',
      certificate: createChanging(await certificateFor('localhost', ca)),
      requestHeaderCa: createChanging(ca.certificatePem),
      log: silentLog,
    });
  });
  afterAll(async () => {
    await server.close(0);
    await rm(dir, { recursive: true });
  });

  const ask = (caller?: CertificateFiles) =>
    getHttps(`https://localhost:${server.port}/validate`, {
      ca: ca.certificatePem,
      ...(caller && { cert: caller.certificatePem, key: caller.keyPem }),
    });

  it('answers whom it knows, and nobody else', async () => {
    expect(await ask(await certificateFor('apiserver', ca))).toBe('reviewed');
    await expect(ask(await certificateFor('other', ca))).rejects.toThrow('answered 403');
    await expect(ask(await certificateFor('stranger'))).rejects.toThrow('answered 403');
    await expect(ask()).rejects.toThrow('answered 403');
  });
});
