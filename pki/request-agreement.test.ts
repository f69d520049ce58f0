import { describe, expect, it } from 'vitest';

import { createCsr, decodeCsr, type CsrFacts, type CsrWanted } from './csr.ts';
import { generateKey } from './key.ts';
import { contradictions } from './request-agreement.ts';
import { usagesFor } from './usages.ts';

async function csrAsking(wanted: Partial<CsrWanted>): Promise<CsrFacts> {
  const names = {
    subject: [],
    dnsNames: ['a'],
    ipAddresses: [],
    emailAddresses: [],
    uris: [],
    otherNames: [],
  };
  return decodeCsr(
    await createCsr({ ...names, ...wanted }, await generateKey({ algorithm: 'ECDSA', size: 256 })),
  );
}

describe('a request and its CSR agree', () => {
  it('when the CSR leaves everything to the request', async () => {
    expect(contradictions(await csrAsking({}), { usages: ['crl sign'], isCa: true })).toEqual([]);
  });

  it('when the CSR has the default usages and the request states none', async () => {
    expect(
      contradictions(await csrAsking({ usages: usagesFor([], true) }), { usages: [], isCa: true }),
    ).toEqual([]);
  });

  it('when the usages are the same in another order', async () => {
    const csr = await csrAsking({ usages: usagesFor(['server auth', 'client auth'], false) });

    expect(contradictions(csr, { usages: ['client auth', 'server auth'], isCa: false })).toEqual([]);
  });
});

describe('a request and its CSR contradict each other', () => {
  it('when only one of them is for a CA', async () => {
    expect(contradictions(await csrAsking({ isCa: true }), { usages: [], isCa: false })).toEqual([
      { field: 'spec.isCA', detail: "the CSR's basic constraints say CA: true, spec.isCA says false" },
    ]);
  });

  it('when the usages differ', async () => {
    const csr = await csrAsking({ usages: usagesFor(['digital signature', 'server auth'], false) });

    expect(contradictions(csr, { usages: ['digital signature', 'client auth'], isCa: true })).toEqual([
      {
        field: 'spec.usages',
        detail:
          'the CSR asks for the usages ["digital signature", "server auth"], ' +
          'spec.usages and spec.isCA for ["digital signature", "cert sign", "client auth"]',
      },
    ]);
  });

  it('when the CSR asks for a usage that the API has no name for', async () => {
    const smartcardLogin = '1.3.6.1.4.1.311.20.2.2';
    const csr = await csrAsking({
      usages: { keyUsages: [], extKeyUsageOids: ['1.3.6.1.5.5.7.3.2', smartcardLogin] },
    });

    expect(contradictions(csr, { usages: ['client auth'], isCa: false })).toEqual([
      {
        field: 'spec.usages',
        detail: `the CSR asks for the usages ["client auth", "${smartcardLogin}"], spec.usages and spec.isCA for ["client auth"]`,
      },
    ]);
  });
});
