import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFile } from './config-file.ts';
import { readSettings } from './settings.ts';

const names = '--dynamic-serving-dns-names=certloom-webhook.certloom.svc';
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'certloom-config-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function readWith(yaml: string, ...argv: readonly string[]) {
  const path = join(dir, 'config.yaml');
  writeFileSync(path, yaml);
  return readSettings([`--config=${path}`, ...argv], {});
}

describe("a configuration file of cert-manager's webhook", () => {
  it('says what flags say, beside the defaults of the organisation', () => {
    const yaml = `
apiVersion: webhook.config.cert-manager.io/v1alpha1
kind: WebhookConfiguration
securePort: 10250
healthzPort: 6081
tlsConfig:
  minTLSVersion: VersionTLS13
  dynamic: { secretNamespace: certloom, secretName: ca, dnsNames: [webhook.certloom.svc], leafDuration: 24h }
enablePprof: false
pemSizeLimitsConfig: { maxCertificateSize: 50000 }
defaults: { certificate: { privateKey: { algorithm: ECDSA } } }
`;

    expect(readWith(yaml)).toMatchObject({
      securePort: 10_250,
      healthAddress: { port: 6081 },
      certificate: {
        from: 'own',
        caSecret: { namespace: 'certloom', name: 'ca' },
        dnsNames: ['webhook.certloom.svc'],
        lifetimeSeconds: 86_400,
      },
      tls: { minVersion: 'TLSv1.3' },
      pemLimits: { certificate: 50_000 },
      organisation: { everywhere: { privateKey: { algorithm: 'ECDSA' } } },
    });
  });

  it('gives way to the command line', () => {
    expect(readWith('securePort: 10250', names, '--secure-port=6444').securePort).toBe(6444);
  });

  it.each([
    ['default: {}', 'the file: there is no default (did you mean defaults?)'],
    ['securePort: some', 'invalid value "some" for securePort in the file of --config'],
    ['defaults: { certificate: [] }', 'defaults.certificate must be a map'],
  ])('with %s is refused', (yaml, message) => {
    expect(() => readWith(yaml, names)).toThrow(message);
  });

  it('names flags that there are', () => {
    for (const flag of new Set(Object.values(configFile.members)))
      expect(() => readSettings(['--help'], {})).toThrow(`--${flag} <`);
  });
});

describe('the command line of the webhook', () => {
  it('may ask for client certificates', () => {
    const flags = [
      '--enable-client-verification',
      '--client-ca-path=/ca.crt',
      '--client-subject-names=apiserver',
    ];

    expect(readSettings([names], {}).callers).toBeUndefined();
    expect(readSettings([names, ...flags], {}).callers).toEqual({ caFile: '/ca.crt', names: ['apiserver'] });
    expect(() => readSettings([names, '--enable-client-verification'], {})).toThrow(
      '--enable-client-verification needs --client-ca-path',
    );
  });
});
