import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFile } from './config-file.ts';
import { readFlags } from './flags.ts';
import { defaultSettings } from './settings.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'certloom-config-'));
});
afterAll(() => rmSync(dir, { recursive: true }));

function readWith(content: object, ...argv: readonly string[]) {
  const path = join(dir, 'config.yaml');
  const { apiVersion, kind } = configFile;
  writeFileSync(path, JSON.stringify({ apiVersion, kind, ...content }));
  return readFlags([`--config=${path}`, ...argv], {});
}

/** What cert-manager v1.21 writes out for a file that states nothing. */
const upstreamDefaults = {
  kubernetesAPIQPS: 20,
  kubernetesAPIBurst: 50,
  clusterResourceNamespace: 'kube-system',
  leaderElectionConfig: {
    enabled: true,
    namespace: 'kube-system',
    leaseDuration: '1m0s',
    renewDeadline: '40s',
    retryPeriod: '15s',
    healthzTimeout: '20s',
  },
  controllers: ['*'],
  issuerAmbientCredentials: false,
  clusterIssuerAmbientCredentials: true,
  enableCertificateOwnerRef: false,
  gatewayAPI: { enabled: false, enableListenerSet: false },
  numberOfConcurrentWorkers: 5,
  maxConcurrentChallenges: 60,
  metricsListenAddress: '0.0.0.0:9402',
  metricsTLSConfig: { filesystem: {}, dynamic: { leafDuration: '168h0m0s' } },
  healthzListenAddress: '0.0.0.0:9403',
  enablePprof: false,
  pprofAddress: 'localhost:6060',
  logging: {
    format: 'json',
    flushFrequency: '5s',
    verbosity: 2,
    options: { text: { infoBufferSize: '0' }, json: { infoBufferSize: '0' } },
  },
  ingressShimConfig: {
    defaultIssuerKind: 'Issuer',
    defaultIssuerGroup: 'cert-manager.io',
    defaultAutoCertificateAnnotations: ['kubernetes.io/tls-acme'],
  },
  acmeHTTP01Config: {
    solverResourceRequestCPU: '10m',
    solverResourceRequestMemory: '64Mi',
    solverResourceLimitsCPU: '100m',
    solverResourceLimitsMemory: '64Mi',
    solverRunAsNonRoot: true,
  },
  acmeDNS01Config: { recursiveNameserversOnly: false, checkRetryPeriod: '10s' },
  pemSizeLimitsConfig: {
    maxCertificateSize: 36_500,
    maxPrivateKeySize: 13_000,
    maxChainLength: 95_000,
    maxBundleSize: 330_000,
  },
  certificateRequestMinimumBackoffDuration: '1h0m0s',
  certificateRequestMaximumBackoffDuration: '32h0m0s',
};

describe("a configuration file of cert-manager's controller", () => {
  it('with its defaults changes nothing', () => {
    const { settings, process } = readWith(upstreamDefaults);
    const without = readFlags([], {});

    expect(settings).toEqual(without.settings);
    expect(settings).toMatchObject(defaultSettings);
    expect(process).toEqual({
      ...without.process,
      log: { ...without.process.log, withoutEffect: expect.any(Array) },
    });
  });

  it('counts where the command line says nothing', () => {
    const content = {
      maxConcurrentChallenges: 10,
      numberOfConcurrentWorkers: 9,
      featureGates: { ACMEUseARI: true },
      acmeDNS01Config: { recursiveNameservers: ['192.0.2.1:53'], checkRetryPeriod: '30s' },
    };
    const { settings } = readWith(content, '--concurrent-workers=2');

    expect(settings).toMatchObject({
      concurrentWorkers: 2,
      gates: { ACMEUseARI: true },
      challenges: { maxConcurrent: 10, recursiveNameservers: ['192.0.2.1:53'], checkRetrySeconds: 30 },
    });
  });

  it.each([
    [{ maxConcurrentChallenge: 1 }, 'the file: there is no maxConcurrentChallenge'],
    [
      { leaderElectionConfig: { leaseDuration: 'long' } },
      'invalid value "long" for leaderElectionConfig.leaseDuration in the file of --config',
    ],
    [{ enablePprof: true }, 'profiling: not served by this edition'],
    [{ gatewayAPI: { enableListenerSet: true } }, 'ListenerSets: not served by this edition'],
    [{ kind: 'WebhookConfiguration' }, 'kind: must be ControllerConfiguration'],
  ])('with %j is refused', (content, message) => {
    expect(() => readWith(content)).toThrow(message);
  });

  it('is refused when it is not there', () => {
    expect(() => readFlags([`--config=${join(dir, 'none.yaml')}`], {})).toThrow(
      /certloom controller: --config .*none\.yaml: ENOENT/,
    );
  });

  it('names flags that there are', () => {
    for (const flag of new Set(Object.values(configFile.members)))
      expect(() => readFlags(['--help'], {})).toThrow(`--${flag} <`);
  });
});
