import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CertificateFiles, createCertificate } from '../test/cluster/certificates.ts';
import { judgeFrontProxy } from './front-proxy.ts';
import type { Peer } from './peer.ts';
import { readRequestHeaderConfig, type RequestHeaderConfig } from './request-header.ts';

let directory = '';
const certificates: Record<string, CertificateFiles> = {};

/** A peer that TLS found good, unless said otherwise. */
function peer(name: string, verified = true): Peer {
  return { verified, certificate: new X509Certificate(certificates[name]?.certificatePem ?? '') };
}

function configOf(ca: string, allowedNames: readonly string[] = ['front-proxy-client']): RequestHeaderConfig {
  const config = readRequestHeaderConfig({
    'requestheader-client-ca-file': certificates[ca]?.certificatePem ?? '',
    'requestheader-allowed-names': JSON.stringify(allowedNames),
    'requestheader-username-headers': '["X-Remote-User"]',
    'requestheader-group-headers': '["X-Remote-Group"]',
  });
  if (config === undefined) throw new Error('the configuration has no CA');
  return config;
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'certloom-front-proxy-'));
  const make = async (
    name: string,
    commonName: string,
    signer?: CertificateFiles,
  ): Promise<CertificateFiles> => {
    const made = await createCertificate(directory, { name, commonName, ...(signer && { signer }) });
    certificates[name] = made;
    return made;
  };
  const proxyCa = await make('proxy-ca', 'front-proxy-ca');
  const clusterCa = await make('cluster-ca', 'front-proxy-ca'); // the same name, another key
  await make('proxy', 'front-proxy-client', proxyCa);
  await make('other-name', 'somebody', proxyCa);
  await make('forged', 'front-proxy-client', clusterCa);
  const between = await createCertificate(directory, {
    name: 'between',
    commonName: 'between',
    signer: proxyCa,
    intermediate: true,
  });
  await make('behind', 'front-proxy-client', between);
});
afterAll(() => rm(directory, { recursive: true }));

describe('the front proxy', () => {
  const headers = { 'x-remote-user': ['ann'], 'x-remote-group': ['team'] };
  const now = () => new Date();

  it('is believed with a certificate of its CA and an allowed name', () => {
    const verdict = judgeFrontProxy({ peer: peer('proxy'), headers }, configOf('proxy-ca'), now());

    expect(verdict).toEqual({
      found: 'identity',
      identity: { username: 'ann', groups: ['team'], extra: {} },
    });
  });

  it('may have any name when the cluster lists none', () => {
    const verdict = judgeFrontProxy({ peer: peer('other-name'), headers }, configOf('proxy-ca', []), now());

    expect(verdict.found).toBe('identity');
  });

  it('is nobody without a certificate, whatever the headers say', () => {
    expect(judgeFrontProxy({ peer: undefined, headers }, configOf('proxy-ca'), now()).found).toBe('nothing');
  });

  it('names nobody when it sends no user', () => {
    expect(judgeFrontProxy({ peer: peer('proxy'), headers: {} }, configOf('proxy-ca'), now()).found).toBe(
      'nothing',
    );
  });

  it.each([
    ['a certificate of another CA with the right name', 'forged', true],
    ['a certificate that TLS found no chain for', 'proxy', false],
    ['another name', 'other-name', true],
  ])('is refused with %s', (_, name, verified) => {
    const verdict = judgeFrontProxy({ peer: peer(name, verified), headers }, configOf('proxy-ca'), now());

    expect(verdict.found).toBe('refused');
  });

  it('is refused while nobody has said who the front proxy is', () => {
    expect(judgeFrontProxy({ peer: peer('proxy'), headers }, undefined, now()).found).toBe('refused');
  });

  it('is refused on a connection that is older than a change of the CA', () => {
    expect(judgeFrontProxy({ peer: peer('proxy'), headers }, configOf('cluster-ca'), now()).found).toBe(
      'refused',
    );
  });

  it('is believed behind another certificate for as long as the CA is the one that TLS judged by', () => {
    const behind = { ...peer('behind'), verifiedBy: configOf('proxy-ca').clientCaPem };
    const found = (config: RequestHeaderConfig) =>
      judgeFrontProxy({ peer: behind, headers }, config, now()).found;

    expect(found(configOf('proxy-ca'))).toBe('identity');
    expect(found(configOf('cluster-ca'))).toBe('refused');
    const unknown = { ...behind, verifiedBy: undefined };
    expect(judgeFrontProxy({ peer: unknown, headers }, configOf('proxy-ca'), now()).found).toBe('refused');
  });

  it('is refused when its certificate runs out during a connection', () => {
    const inThreeDays = new Date(Date.now() + 3 * 86_400_000); // the certificate is good for two

    expect(judgeFrontProxy({ peer: peer('proxy'), headers }, configOf('proxy-ca'), inThreeDays).found).toBe(
      'refused',
    );
  });
});
