import { describe, expect, it } from 'vitest';
import { readRfc2136Config } from './config.ts';

const secretRef = { name: 'tsig', key: 'secret' };

describe('the rfc2136 solver of an Issuer', () => {
  it('sends unsigned updates by UDP to port 53 unless told otherwise', () => {
    expect(readRfc2136Config({ nameserver: '10.0.0.1' })).toEqual({
      endpoint: { host: '10.0.0.1', port: 53 },
      protocol: 'UDP',
    });
  });

  it('signs with HMAC-MD5 when the algorithm is left out, as upstream does', () => {
    const config = readRfc2136Config({
      nameserver: 'ns1:53',
      tsigKeyName: 'k',
      tsigSecretSecretRef: secretRef,
    });

    expect(config.tsig).toEqual({ keyName: 'k', algorithm: 'HMACMD5', secretRef });
  });

  it('takes the algorithm and the protocol in any case', () => {
    const raw = {
      tsigKeyName: 'k',
      tsigSecretSecretRef: secretRef,
      tsigAlgorithm: 'hmacsha512',
      protocol: 'tcp',
    };

    expect(readRfc2136Config({ nameserver: 'ns1', ...raw })).toMatchObject({
      protocol: 'TCP',
      tsig: { algorithm: 'HMACSHA512' },
    });
  });

  it('is unsigned when the Secret has no name, as Go clients write it', () => {
    expect(readRfc2136Config({ nameserver: 'ns1', tsigSecretSecretRef: { name: '' } })).not.toHaveProperty(
      'tsig',
    );
  });

  it.each([
    [{}, 'nameserver is required'],
    [{ nameserver: 'ns1', tsigKeyName: 'k' }, 'tsigSecretSecretRef is required beside tsigKeyName'],
    [
      { nameserver: 'ns1', tsigSecretSecretRef: secretRef },
      'tsigKeyName is required beside tsigSecretSecretRef',
    ],
    [{ nameserver: 'ns1', protocol: 'QUIC' }, 'protocol must be UDP or TCP'],
    [
      { nameserver: 'ns1', tsigKeyName: 'k', tsigSecretSecretRef: secretRef, tsigAlgorithm: 'HMACSHA3' },
      'tsigAlgorithm must be one of HMACMD5, HMACSHA1, HMACSHA224, HMACSHA256, HMACSHA384, HMACSHA512',
    ],
  ])('is wrong: %j', (raw, why) => {
    expect(() => readRfc2136Config(raw)).toThrow(`The solver's configuration is wrong: ${why}`);
  });

  it('names a nameserver that is none', () => {
    expect(() => readRfc2136Config({ nameserver: '8.8.8.8:domain' })).toThrow(
      '"8.8.8.8:domain" is no nameserver',
    );
  });
});
