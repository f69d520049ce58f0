import { describe, expect, it } from 'vitest';
import { parseFlags } from './flags.ts';
import { metricsFlags, metricsSettings } from './metrics-flags.ts';

function metricsOf(...argv: readonly string[]) {
  const command = 'certloom controller';
  const { values } = parseFlags({ command, summary: '', flags: metricsFlags, argv });
  return metricsSettings(command, values, { namespace: '', name: 'certloom-metrics-ca' });
}

describe('flags about metrics', () => {
  it('mean plain HTTP when they name no certificate', () => {
    expect(metricsOf()).toEqual({ address: { host: '0.0.0.0', port: 9402 } });
    expect(metricsOf('--metrics-listen-address=0')).toEqual({ address: undefined });
  });

  it("take the operator's files, and how TLS is spoken", () => {
    const files = ['--metrics-tls-cert-file=/tls.crt', '--metrics-tls-private-key-file=/tls.key'];
    const suites =
      '--metrics-tls-cipher-suites=TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305';

    expect(metricsOf(...files, suites, '--metrics-tls-min-version=VersionTLS13').https).toEqual({
      certificate: { from: 'files', certificateFile: '/tls.crt', keyFile: '/tls.key' },
      minVersion: 'TLSv1.3',
      ciphers: 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256:TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256',
    });
  });

  it('take a CA of our own for names', () => {
    expect(
      metricsOf('--metrics-dynamic-serving-dns-names=certloom-controller.certloom.svc').https,
    ).toMatchObject({
      certificate: {
        from: 'own',
        caSecret: { name: 'certloom-metrics-ca' },
        dnsNames: ['certloom-controller.certloom.svc'],
      },
    });
  });

  it.each([
    [
      '--metrics-tls-cert-file=/tls.crt',
      '--metrics-tls-cert-file and --metrics-tls-private-key-file belong together',
    ],
    ['--metrics-tls-min-version=VersionTLS10', 'expected one of VersionTLS12, VersionTLS13'],
    ['--metrics-tls-cipher-suites=TLS_NONE', 'there is no cipher suite TLS_NONE'],
  ])('%s is refused', (flag, message) => {
    expect(() => metricsOf(flag)).toThrow(message);
  });
});
