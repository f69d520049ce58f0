import { describe, expect, it } from 'vitest';

import { createCsr, csrWantedFrom, decodeCsr } from '../pki/csr.ts';
import { encodeKey, generateKey } from '../pki/key.ts';
import { signCertificate } from '../pki/sign.ts';
import { certificate } from '../test/build/certificate.ts';
import { secret } from '../test/build/secret.ts';
import { combinedPem, keyDer, readSecret } from './read-secret.ts';

const key = await generateKey({ algorithm: 'ECDSA', size: 256 });
const keyPem = encodeKey(key, 'PKCS8');
const csr = decodeCsr(await createCsr(csrWantedFrom(certificate().spec), key));
const chain = await signCertificate({
  csr,
  durationSeconds: 3600,
  usages: [],
  isCa: false,
  now: new Date('2026-01-01T00:00:00Z'),
  signer: { certificate: 'self', key },
});
const pair = { 'tls.key': keyPem, 'tls.crt': chain };

describe('a Secret with key and certificate', () => {
  const facts = readSecret(secret({ type: 'kubernetes.io/tls', text: pair }));

  it('is known by its public facts', () => {
    expect(facts.key).toEqual({ spec: { algorithm: 'ECDSA', size: 256 }, spkiDigest: csr.spkiDigest });
    expect(facts.leaf).toMatchObject({
      dnsNames: ['shop.example'],
      notAfter: new Date('2026-01-01T01:00:00Z'),
      spkiDigest: csr.spkiDigest,
    });
    expect(facts.dataKeys).toEqual(['tls.key', 'tls.crt']);
  });

  it('leaves nothing private in memory', () => {
    const kept = JSON.stringify(facts);

    expect(kept).not.toContain('PRIVATE KEY');
    expect(kept).not.toContain(Buffer.from(keyPem).toString('base64').slice(40, 80));
    expect(kept).not.toContain(keyPem.split('\n')[1]);
  });

  it('is compared with its own further formats', () => {
    const formats = {
      'key.der': keyDer(Buffer.from(keyPem)).toString('latin1'),
      'tls-combined.pem': combinedPem(Buffer.from(keyPem), Buffer.from(chain)).toString(),
    };
    const der = { 'key.der': keyDer(Buffer.from(keyPem)).toString('base64') };
    const base = secret({ text: { ...pair, 'tls-combined.pem': formats['tls-combined.pem'] } });

    expect(facts.formats).toEqual({ der: false, combinedPem: false });
    expect(readSecret({ ...base, data: { ...base.data, ...der } }).formats).toEqual({
      der: true,
      combinedPem: true,
    });
    expect(readSecret(secret({ text: { ...pair, 'tls-combined.pem': 'old' } })).formats.combinedPem).toBe(
      false,
    );
  });
});

describe('a Secret of another kind', () => {
  it('says what it cannot be read as, without quoting it', () => {
    const facts = readSecret(secret({ text: { 'tls.key': 'hunter2', 'tls.crt': 'hunter3' } }));

    expect(facts.key).toEqual({ error: expect.any(String) as string });
    expect(JSON.stringify(facts)).not.toContain('hunter');
  });

  it('has no pair when the entries are empty or missing', () => {
    const facts = readSecret(secret({ text: { 'tls.key': '', password: 'changeit' } }));

    expect(facts.key).toBeUndefined();
    expect(facts.leaf).toBeUndefined();
    expect(facts.caPresent).toBe(false);
  });

  it('shows by digest that a value changed', () => {
    const [one, other] = ['old', 'new'].map((password) => readSecret(secret({ text: { password } })));

    expect(one?.dataDigests['password']).not.toBe(other?.dataDigests['password']);
  });
});
