import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { orderCandidate, requestCandidate } from './csr-candidates.ts';

const config = `
[req]
prompt = no
distinguished_name = name
req_extensions = extensions
[name]
CN = shop.example
[extensions]
subjectAltName = DNS:shop.example, email:ann@shop.example, RID:1.2.3, dirName:somebody
nameConstraints = permitted;DNS:example
[somebody]
CN = Ann
`;

const folder = mkdtempSync(join(tmpdir(), 'csr-'));
const file = join(folder, 'request.cnf');
writeFileSync(file, config);
afterAll(() => rmSync(folder, { recursive: true }));

function openssl(...more: readonly string[]): Buffer {
  const args = [
    'req',
    '-new',
    '-newkey',
    'rsa:1024',
    '-nodes',
    '-keyout',
    join(folder, 'key'),
    '-config',
    file,
  ];
  return execFileSync('openssl', [...args, ...more], { stdio: 'pipe' });
}

const pem = openssl().toString();

function decoded(text: string) {
  const spec = { issuerRef: { name: 'ca' }, request: Buffer.from(text).toString('base64') };
  return requestCandidate({ metadata: {}, spec }).decoded;
}

function ordered(bytes: Buffer | string) {
  const spec = { issuerRef: { name: 'acme' }, request: Buffer.from(bytes).toString('base64') };
  return orderCandidate({ metadata: {}, spec }).decoded;
}

describe('what rules are told of a CSR', () => {
  it('is its names, also those that no field shows, and that its key is weak', () => {
    expect(decoded(pem)).toMatchObject({
      names: { commonName: 'shop.example', dnsNames: ['shop.example'], emailAddresses: ['ann@shop.example'] },
      hidden: ['a directory name', 'a registered id', 'name constraints'],
      weakKey: 'RSA of 1024 bits',
    });
    expect(decoded(pem)).not.toHaveProperty('wrapping');
  });

  it('is what stands around it', () => {
    const renamed = pem.replaceAll('CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST');

    expect(decoded(`Hello\n${pem}`)).toMatchObject({ wrapping: 'text around the block' });
    expect(decoded(renamed)).toMatchObject({ wrapping: 'the label NEW CERTIFICATE REQUEST' });
  });

  it('is what an ACME server is to be asked for, in PEM as in DER', () => {
    const identifiers = ['shop.example', 'shop.example'];

    expect(ordered(pem)).toEqual({ identifiers });
    expect(ordered(openssl('-outform', 'DER'))).toEqual({ identifiers });
  });

  it.each(['', 'hi', Buffer.from([0x30, 0x80])])('is that %j is none', (bytes) => {
    expect(ordered(bytes)).toEqual({ error: expect.any(String) as string });
  });
});
