import { createSecureContext } from 'node:tls';

import { describe, expect, it } from 'vitest';

import type { Pkcs12Profile } from '../api/certificate/certificate.ts';
import { decodeBundle } from './certificate.ts';
import { decodeKey } from './key.ts';
import { keystoreContents } from './oracles/keystore-contents.ts';
import { keytoolList } from './oracles/keytool.ts';
import { runWithFiles } from './oracles/openssl.ts';
import { createPkcs12KeyStore, createPkcs12TrustStore } from './pkcs12.ts';

/** Everything in a PKCS#12 file, as Debian's openssl prints it; PBMAC1 is too new for it, so then it checks no MAC. */
async function opensslReads(p12: Buffer, password: string, profile: Pkcs12Profile): Promise<string> {
  const mac = profile === 'Modern2026' ? ['-nomacver'] : [];
  const args = ['pkcs12', '-legacy', '-info', '-nodes', ...mac, '-in', '@p12', '-passin', 'file:@password'];
  return (await runWithFiles('openssl', args, { p12, password })).output;
}

/** Whether the OpenSSL inside Node opens it: that one checks every MAC, but does not know RC2. */
function nodeOpens(pfx: Buffer, passphrase: string): boolean {
  try {
    createSecureContext({ pfx, passphrase });
    return true;
  } catch {
    return false;
  }
}

const protections = [
  ['LegacyRC2', 'pbeWithSHA1And40BitRC2-CBC', 'pbeWithSHA1And3-KeyTripleDES-CBC', 'MAC: sha1'],
  ['LegacyDES', 'pbeWithSHA1And3-KeyTripleDES-CBC', 'pbeWithSHA1And3-KeyTripleDES-CBC', 'MAC: sha1'],
  ['Modern2023', 'PBES2, PBKDF2, AES-256-CBC', 'PBES2, PBKDF2, AES-256-CBC', 'MAC: sha256'],
  ['Modern2026', 'PBES2, PBKDF2, AES-256-CBC', 'PBES2, PBKDF2, AES-256-CBC', 'MAC: PBMAC1'],
] as const;

describe.each(protections)('a PKCS#12 keystore of profile %s', (profile, certificates, keys, mac) => {
  const password = 'pässword €';
  const made = keystoreContents().then(async (contents) => {
    const { key, leaf, intermediate, root } = contents;
    const chain = [leaf, intermediate];
    return { contents, p12: await createPkcs12KeyStore({ profile, password, key, chain, cas: [root] }) };
  });

  it('is protected as the profile says', async () => {
    const text = await opensslReads((await made).p12, password, profile);

    expect(text).toContain(mac);
    expect(text).toContain(`PKCS7 Encrypted data: ${certificates}`);
    expect(text).toContain(`Shrouded Keybag: ${keys}`);
  });

  it('gives openssl the key and the certificates, leaf first', async () => {
    const { p12, contents } = await made;

    const text = await opensslReads(p12, password, profile);

    expect(decodeKey(text.slice(text.indexOf('-----BEGIN PRIVATE KEY'))).equals(contents.key)).toBe(true);
    expect(decodeBundle(text.slice(0, text.lastIndexOf('Bag Attributes'))).map(({ der }) => der)).toEqual(
      [contents.leaf, contents.intermediate, contents.root].map(({ der }) => der),
    );
    expect(text.match(/localKeyID: .*/g)).toHaveLength(2);
  });
});

// LegacyRC2 is left out: Node has no RC2
describe.each(['LegacyDES', 'Modern2023', 'Modern2026'] as const)(
  'Node with a keystore of profile %s',
  (profile) => {
    it('opens it with the password and with no other', async () => {
      const { key, leaf, root } = await keystoreContents();
      const password = 'pässword €';
      const p12 = await createPkcs12KeyStore({ profile, password, key, chain: [leaf], cas: [root] });

      expect(nodeOpens(p12, password)).toBe(true);
      expect(nodeOpens(p12, `${password}x`)).toBe(false);
    });
  },
);

describe('Java', () => {
  it.each(['LegacyRC2', 'Modern2023'] as const)(
    'reads key and chain of a keystore of profile %s',
    { timeout: 30_000 },
    async (profile) => {
      const { key, leaf, intermediate, root } = await keystoreContents({ algorithm: 'RSA', size: 2048 });
      const chain = [leaf, intermediate];
      const p12 = await createPkcs12KeyStore({ profile, password: 'changeit', key, chain, cas: [root] });

      const { output } = await keytoolList(p12, 'changeit');

      expect(output).toContain('Entry type: PrivateKeyEntry\nCertificate chain length: 3');
    },
  );

  it('trusts the CAs of a trust store, two of the same name included', { timeout: 30_000 }, async () => {
    const [one, other] = [await keystoreContents(), await keystoreContents()];
    const cas = [one.root, other.root, other.intermediate];
    const p12 = await createPkcs12TrustStore({ profile: 'LegacyDES', password: 'changeit', cas });

    const { output } = await keytoolList(p12, 'changeit');

    expect(output.match(/^Alias name: .*/gm)?.sort()).toEqual([
      'Alias name: cn=intermediate',
      'Alias name: cn=root',
      'Alias name: cn=root (2)',
    ]);
    expect(output.match(/Entry type: trustedCertEntry/g)).toHaveLength(3);
  });
});

describe('what cannot be a PKCS#12 keystore', () => {
  it('is one with a password beyond the Basic Multilingual Plane', async () => {
    const store = createPkcs12TrustStore({ profile: 'Modern2023', password: 'hush\u{1F600}', cas: [] });

    await expect(store).rejects.toMatchObject({
      retry: false,
      reason: 'InvalidKeystore',
      message:
        'spec.keystores.pkcs12: the password has characters outside the Basic Multilingual Plane, which PKCS#12 cannot hold',
    });
  });

  it('is one with a key but without its certificate', async () => {
    const { key } = await keystoreContents();
    const store = createPkcs12KeyStore({ profile: 'Modern2023', password: 'x', key, chain: [], cas: [] });

    await expect(store).rejects.toMatchObject({ reason: 'InvalidKeystore' });
  });
});
