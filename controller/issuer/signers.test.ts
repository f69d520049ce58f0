import { describe, expect, it } from 'vitest';

import type { Secret } from '../../api/secret.ts';
import { decodeCertificate } from '../../pki/certificate.ts';
import { certificateRequest } from '../../test/build/certificate-request.ts';
import { certificate } from '../../test/build/certificate.ts';
import { issuer } from '../../test/build/issuer.ts';
import { secret } from '../../test/build/secret.ts';
import { base64, mint } from '../../test/cluster/mint.ts';
import { createPendingKeys } from '../pending-keys.ts';
import { caSigner } from './ca/signer.ts';
import { selfSigner } from './self-signed/signer.ts';
import type { SignRequest } from './signer.ts';

const now = new Date('2026-01-01T00:00:00Z');
const { spec } = certificate();
const root = await mint({ ...spec, isCA: true, commonName: 'root' }, now);
const leaf = await mint(spec, now);

function wanted(annotations: Readonly<Record<string, string>> = {}, duration?: string): SignRequest {
  const request = certificateRequest({
    metadata: { annotations },
    spec: { request: base64(leaf.csr), ...(duration !== undefined && { duration }) },
  });
  return { request, issuer: issuer(), kind: 'Issuer', resourceNamespace: 'web', now };
}

const reading = (found: Secret | undefined) => () => Promise.resolve(found);
const caPair = secret({ text: { 'tls.key': root.keyPem, 'tls.crt': root.pem } });

describe('a CA issuer', () => {
  it('signs, and says which CA it was', async () => {
    const outcome = await caSigner(reading(caPair)).sign(wanted());

    expect(outcome).toMatchObject({ is: 'issued', ca: root.pem });
    const signed = decodeCertificate(outcome.is === 'issued' ? outcome.certificate : '');
    expect(signed.issuerDer).toEqual(root.facts.subjectDer);
    expect(signed.spkiDigest).toBe(leaf.facts.spkiDigest);
  });

  it.each<[string, Secret | undefined, string, RegExp]>([
    ['a missing Secret', undefined, 'SecretMissing', /^Referenced secret web\/ca-pair not found$/],
    [
      'a Secret without a pair',
      secret(),
      'SecretInvalidData',
      /^Failed to parse signing CA keypair from secret web\/ca-pair: /,
    ],
  ])('waits for %s', async (_, found, reason, message) => {
    const outcome = await caSigner(reading(found)).sign(wanted());

    expect(outcome).toMatchObject({ is: 'pending', reason });
    expect(outcome.is === 'pending' && outcome.message).toMatch(message);
  });

  it('ends a request that can never be signed', async () => {
    expect(await caSigner(reading(caPair)).sign(wanted({}, 'for ever'))).toMatchObject({
      is: 'failed',
      reason: 'SigningError',
    });
  });
});

describe('a self-signed issuer', () => {
  const annotations = { 'cert-manager.io/private-key-secret-name': 'shop-1-next' };
  const keys = createPendingKeys();

  it('signs with the key in the Secret that the request names', async () => {
    const signer = selfSigner(keys, reading(secret({ text: { 'tls.key': leaf.keyPem } })));
    const outcome = await signer.sign(wanted(annotations));

    expect(outcome.is === 'issued' && outcome.ca).toBe(outcome.is === 'issued' && outcome.certificate);
    expect(outcome.is === 'issued' && outcome.events?.map(({ reason }) => reason)).toEqual(['BadConfig']);
  });

  it('signs with a key that waits in memory, without reading anything', async () => {
    const waiting = createPendingKeys();
    waiting.put('web/shop-1-next', leaf.key);
    const signer = selfSigner(waiting, () => Promise.reject(new Error('must not be read')));

    expect((await signer.sign(wanted(annotations))).is).toBe('issued');
  });

  it.each<[string, Readonly<Record<string, string>>, Secret | undefined, object]>([
    ['no key is named', {}, undefined, { is: 'failed', reason: 'MissingAnnotation' }],
    [
      'the Secret is missing',
      annotations,
      undefined,
      { is: 'pending', reason: 'MissingSecret', message: 'Referenced secret web/shop-1-next not found' },
    ],
    ['the key cannot be read', annotations, secret(), { is: 'pending', reason: 'ErrorParsingKey' }],
    [
      'the key is not that of the request',
      annotations,
      secret({ text: { 'tls.key': root.keyPem } }),
      {
        is: 'failed',
        reason: 'ErrorKeyMatch',
        message: 'Error generating certificate template: CSR not signed by referenced private key',
      },
    ],
  ])('says so when %s', async (_, named, found, outcome) => {
    expect(await selfSigner(keys, reading(found)).sign(wanted(named))).toMatchObject(outcome);
  });
});
