import { describe, expect, it } from 'vitest';

import { createJksKeyStore, createJksTrustStore } from './jks.ts';
import { decodeKey } from './key.ts';
import { keystoreContents } from './oracles/keystore-contents.ts';
import { keytoolExtractKey, keytoolList } from './oracles/keytool.ts';

const now = new Date('2026-03-02T12:00:00Z');
const password = 'pässword €';

function aliases(listing: string): readonly string[] {
  return (
    listing
      .match(/^Alias name: .*/gm)
      ?.map((line) => line.slice('Alias name: '.length))
      .sort() ?? []
  );
}

describe('a JKS keystore with the alias Shop and two CAs', () => {
  const made = keystoreContents().then((contents) => {
    const { key, leaf, intermediate, root } = contents;
    const chain = [leaf, intermediate];
    const jks = createJksKeyStore({ password, alias: 'Shop', key, chain, cas: [root, intermediate], now });
    return { contents, jks };
  });

  it('is one to Java, with the alias in lower case', { timeout: 30_000 }, async () => {
    const { code, output } = await keytoolList((await made).jks, password);

    expect(code).toBe(0);
    expect(output).toContain('Keystore type: JKS');
    expect(aliases(output)).toEqual(['ca', 'ca-1', 'shop']);
    expect(output).toContain(
      'Creation date: Mar 2, 2026\nEntry type: PrivateKeyEntry\nCertificate chain length: 2',
    );
    expect(output.match(/Entry type: trustedCertEntry/g)).toHaveLength(2);
  });

  it('gives Java the key', { timeout: 30_000 }, async () => {
    const { jks, contents } = await made;

    const pem = await keytoolExtractKey(jks, password, 'shop');

    expect(decodeKey(pem).equals(contents.key)).toBe(true);
  });

  it('does not open with another password', { timeout: 30_000 }, async () => {
    const { code } = await keytoolList((await made).jks, `${password}x`);

    expect(code).toBe(1);
  });
});

describe('a JKS trust store', () => {
  it('holds the CAs and nothing else', { timeout: 30_000 }, async () => {
    const { intermediate, root } = await keystoreContents();
    const jks = createJksTrustStore({ password: 'changeit', cas: [root, intermediate], now });

    const { output } = await keytoolList(jks, 'changeit');

    expect(aliases(output)).toEqual(['ca', 'ca-1']);
    expect(output).not.toContain('PrivateKeyEntry');
  });
});

describe('the alias of a JKS keystore', () => {
  it.each([
    ['ca', 'ca'],
    ['CA', 'ca'],
    ['ca-1', 'ca-1'],
  ])('may not be %s, which would put a CA in the place of the key', async (alias, stored) => {
    const { key, leaf, intermediate, root } = await keystoreContents();

    expect(() =>
      createJksKeyStore({ password, alias, key, chain: [leaf], cas: [root, intermediate], now }),
    ).toThrow(
      expect.objectContaining({
        retry: false,
        reason: 'InvalidKeystore',
        message: `spec.keystores.jks.alias: "${stored}" is the alias of a CA certificate in the same keystore: choose another`,
      }),
    );
  });

  it('is "certificate" by default, and may be ca-1 when there is one CA', async () => {
    const { key, leaf, root } = await keystoreContents();
    const contents = { password, key, chain: [leaf], cas: [root], now };

    expect(createJksKeyStore(contents).includes('certificate')).toBe(true);
    expect(createJksKeyStore({ ...contents, alias: 'ca-1' }).includes('ca-1')).toBe(true);
  });
});
