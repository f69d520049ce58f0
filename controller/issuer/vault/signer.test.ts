import { describe, expect, it } from 'vitest';

import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import { TerminalFailure, TransientFailure } from '../../../api/failure.ts';
import { createStore } from '../../../runtime/memory-store.ts';
import { certificateRequest } from '../../../test/build/certificate-request.ts';
import { certificate } from '../../../test/build/certificate.ts';
import { issuer } from '../../../test/build/issuer.ts';
import { base64, mint } from '../../../test/cluster/mint.ts';
import type { SignedByVault } from '../../vault/answers.ts';
import type { SignRequest } from '../signer.ts';
import { vaultSigner, vaultTrouble } from './signer.ts';

const now = new Date('2026-01-01T00:00:00Z');
const { spec } = certificate();
const root = await mint({ ...spec, isCA: true, commonName: 'root' }, now);
const leaf = await mint({ ...spec, ipAddresses: ['10.0.0.1'], commonName: 'shop.example' }, now, root);
const other = await mint(spec, now, root);
const request = certificateRequest({
  metadata: { uid: 'r-1' },
  spec: { request: base64(leaf.csr), duration: '24h' },
});

const vault = {
  server: 'https://vault.example',
  path: '/v1/pki/sign/web',
  auth: { tokenSecretRef: { name: 'vault' } },
};
const wanted: SignRequest = {
  request,
  issuer: issuer({ name: 'vault', spec: { vault } }),
  kind: 'Issuer',
  resourceNamespace: 'web',
  now,
};

/** A signer whose Vault does what it is told. */
function story(sign: () => Promise<SignedByVault>, open?: () => Promise<never>) {
  const asked: { readonly path: string; readonly body: object }[] = [];
  const requests = createStore<CertificateRequest>();
  requests.replaceAll([request], '1');
  const client = {
    health: () => Promise.resolve(),
    logIn: () => Promise.resolve(),
    close: () => Promise.resolve(),
    sign(path: string, body: object) {
      asked.push({ path, body });
      return sign();
    },
  };
  const clients = { open: open ?? (() => Promise.resolve({ client, verified: true })) };
  return { signer: vaultSigner({ clients, requests }), asked, requests };
}

const signs = () => Promise.resolve({ certificate: leaf.pem, chain: [root.pem, root.pem] });
const fails = (failure: Error) => () => Promise.reject(failure);

describe('a Vault', () => {
  it('is asked for what the request asks for', async () => {
    const { signer, asked } = story(signs);
    await signer.sign(wanted);

    expect(asked).toEqual([
      {
        path: 'pki/sign/web',
        body: {
          common_name: 'shop.example',
          alt_names: leaf.facts.dnsNames.join(','),
          ip_sans: '10.0.0.1',
          uri_sans: '',
          ttl: '24h0m0s',
          csr: leaf.csr,
          exclude_cn_from_sans: 'true',
        },
      },
    ]);
  });

  it('signs, and its chain is put in order', async () => {
    expect(await story(signs).signer.sign(wanted)).toEqual({
      is: 'issued',
      certificate: leaf.pem,
      ca: root.pem,
    });
  });

  it('signs once, however often the result could not be written', async () => {
    const { signer, asked, requests } = story(signs);
    const first = await signer.sign(wanted);

    expect(await signer.sign(wanted)).toEqual(first);
    expect(asked).toHaveLength(1);

    requests.drop(request);
    await signer.sign(wanted);
    expect(asked).toHaveLength(2);
  });

  it('that signs another key was asked on the wrong path', async () => {
    const { signer } = story(() => Promise.resolve({ certificate: other.pem, chain: [] }));

    expect(await signer.sign(wanted)).toMatchObject({ is: 'failed', reason: 'SigningError' });
  });

  it('that refuses ends the request, in its own words', async () => {
    const { signer } = story(fails(new TerminalFailure('VaultRefused', 'unknown role: web')));

    expect(await signer.sign(wanted)).toEqual({
      is: 'failed',
      reason: 'SigningError',
      message: 'Vault failed to sign certificate: unknown role: web',
    });
  });

  it.each<[string, Error, string]>([
    [
      'cannot be reached',
      new TransientFailure('VaultUnreachable', 'connection refused'),
      'Vault failed to sign certificate, trying again: connection refused',
    ],
    [
      'lets nobody in',
      new TransientFailure('VaultLoginRefused', 'not you'),
      'Failed to initialise vault client for signing: not you',
    ],
    [
      'is asked without a Secret',
      new TransientFailure('SecretNotFound', 'secrets "vault" not found'),
      'Required secret resource not found: secrets "vault" not found',
    ],
  ])('that %s is asked again, and its words are trouble', async (_, failure, message) => {
    const { signer } = story(fails(failure));

    await expect(signer.sign(wanted)).rejects.toMatchObject({ retry: true, message });
    expect(vaultTrouble(saying(message))).toBe(message);
  });

  it('that nobody knows how to reach is asked again too', async () => {
    const { signer } = story(signs, fails(new TerminalFailure('VaultTrustUnusable', 'no CA')));

    await expect(signer.sign(wanted)).rejects.toMatchObject({
      retry: true,
      message: 'Failed to initialise vault client for signing: no CA',
    });
  });

  it('that is at work is no trouble', () => {
    const announced = story(signs).signer.announce?.(wanted) ?? '';

    expect(vaultTrouble(saying(announced))).toBeUndefined();
    expect(vaultTrouble(request)).toBeUndefined();
  });
});

function saying(message: string): CertificateRequest {
  const ready = {
    type: 'Ready',
    status: 'False',
    reason: 'Pending',
    message,
    lastTransitionTime: '',
  } as const;
  return { ...request, status: { conditions: [ready] } };
}
