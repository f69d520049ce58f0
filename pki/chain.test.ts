import { fc, it as given } from '@fast-check/vitest';
import { beforeAll, describe, expect, it } from 'vitest';

import { decodeCertificate, type CertificateFacts } from './certificate.ts';
import { assembleChain } from './chain.ts';
import { createCsr, decodeCsr } from './csr.ts';
import { generateKey } from './key.ts';
import { nameFrom } from './name.ts';
import { signCertificate, type CertificateSigner } from './sign.ts';

type Signer = CertificateSigner & { readonly certificate: CertificateFacts };

async function certificate(
  commonName: string,
  issuer?: CertificateSigner,
  key = generateKey({ algorithm: 'ECDSA', size: 256 }),
): Promise<Signer> {
  const names = { dnsNames: [], ipAddresses: [], emailAddresses: [], uris: [], otherNames: [] };
  const csr = await createCsr({ subject: nameFrom({}, commonName), ...names }, await key);
  const pem = await signCertificate({
    csr: decodeCsr(csr),
    durationSeconds: 3600,
    usages: [],
    isCa: true,
    now: new Date(),
    signer: issuer ?? { certificate: 'self', key: await key },
  });
  return { certificate: decodeCertificate(pem), key: await key };
}

const broken = expect.objectContaining({
  retry: false,
  reason: 'InvalidChain',
  message: 'certificate chain is malformed or broken',
}) as Error;

describe('a leaf, two intermediates and a root', () => {
  let root: CertificateFacts, upper: CertificateFacts, lower: CertificateFacts, leaf: CertificateFacts;

  beforeAll(async () => {
    const signers = { root: await certificate('root') };
    const above = await certificate('upper', signers.root);
    const below = await certificate('lower', above);
    [root, upper, lower] = [signers.root.certificate, above.certificate, below.certificate];
    leaf = (await certificate('leaf', below)).certificate;
  });

  given.prop([fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 })])(
    'are put in order whatever order they come in',
    (places) => {
      const shuffled = places.flatMap((place) => [leaf, lower, upper, root][place] ?? []);

      expect(assembleChain(shuffled)).toEqual({
        certificatePem: leaf.pem + lower.pem + upper.pem,
        caPem: root.pem,
      });
    },
  );

  it('may come twice', () => {
    expect(assembleChain([root, leaf, lower, upper, leaf, root]).certificatePem).toBe(
      leaf.pem + lower.pem + upper.pem,
    );
  });

  it('without the root keep the highest intermediate in the chain, which is also the CA', () => {
    expect(assembleChain([upper, leaf, lower])).toEqual({
      certificatePem: leaf.pem + lower.pem + upper.pem,
      caPem: upper.pem,
    });
  });

  it('alone have no CA when they are not self-signed', () => {
    expect(assembleChain([leaf])).toEqual({ certificatePem: leaf.pem });
  });

  it('alone are their own CA when they are self-signed', () => {
    expect(assembleChain([root])).toEqual({ certificatePem: root.pem, caPem: root.pem });
  });

  it('are no chain when one in the middle is missing', () => {
    expect(() => assembleChain([leaf, upper, root])).toThrow(broken);
  });

  it('are no chain when there is nothing', () => {
    expect(() => assembleChain([])).toThrow(broken);
  });
});

describe('certificates that are more than one chain', () => {
  it('are refused: two leaves under one root', async () => {
    const root = await certificate('root');
    const [one, other] = [await certificate('one', root), await certificate('other', root)];

    expect(() => assembleChain([root, one, other].map((all) => all.certificate))).toThrow(broken);
  });

  it('are refused: a root of the same name with another key', async () => {
    const [root, namesake] = [await certificate('root'), await certificate('root')];
    const leaf = await certificate('leaf', namesake);

    expect(() => assembleChain([root.certificate, leaf.certificate])).toThrow(broken);
  });

  it('are refused: two CAs that signed each other', async () => {
    const [one, other] = [await certificate('one'), await certificate('other')];
    const oneByOther = await certificate('one', other, Promise.resolve(one.key));
    const otherByOne = await certificate('other', one, Promise.resolve(other.key));
    const leaf = await certificate('leaf', one);

    expect(() => assembleChain([leaf, oneByOther, otherByOne].map((all) => all.certificate))).toThrow(broken);
  });

  it('are refused: more than a thousand', async () => {
    const { certificate: root } = await certificate('root');

    expect(() => assembleChain(Array.from({ length: 1001 }, () => root))).toThrow(broken);
  });
});
