import { afterEach, describe, expect, it } from 'vitest';

import { createCsr, csrWantedFrom, decodeCsr } from '../../pki/csr.ts';
import { generateKey } from '../../pki/key.ts';
import { limitPem, usualPemLimits } from '../../pki/pem.ts';
import { signCertificate } from '../../pki/sign.ts';
import { keystoreEntries } from './keystore-entries.ts';

describe('a keystore', async () => {
  afterEach(() => limitPem(usualPemLimits));

  const spec = { secretName: 'shop-tls', issuerRef: { name: 'ca' }, dnsNames: ['shop.example'] };
  const now = new Date('2026-01-01T00:00:00Z');
  const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
  const csr = decodeCsr(await createCsr(csrWantedFrom(spec), key));
  const signer = { certificate: 'self', key } as const;
  const pem = await signCertificate({ csr, durationSeconds: 3600, usages: [], isCa: false, now, signer });
  const chain = Buffer.from(pem);
  const create = (ca: Buffer) => {
    const keystores = { jks: { create: true, passwordSecretRef: { name: 'pw', key: 'password' } } };
    return keystoreEntries({ ...spec, keystores }, { key, chain, ca, passwords: { jks: 'changeit' }, now });
  };

  it('takes CAs as far as the flag for bundles allows, not as far as that for chains', async () => {
    const large = Buffer.concat([chain, Buffer.alloc(100_000, '\n')]);
    limitPem({ ...usualPemLimits, chain: chain.length });
    expect(Object.keys(await create(large))).toEqual(['keystore.jks', 'truststore.jks']);

    limitPem({ ...usualPemLimits, bundle: 99_999 });
    await expect(create(large)).rejects.toThrow('provided PEM data was larger than the maximum 99999B');
  });
});
