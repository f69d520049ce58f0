import type { ConfigFileFormat } from '../runtime/config-file.ts';
import { loggingMembers, tlsMembers } from '../runtime/config-members.ts';

/**
 * The configuration file of cert-manager's webhook (`webhook.config.cert-manager.io/v1alpha1`), and beside it the defaults
 * of the organisation.
 */
export const configFile: ConfigFileFormat = {
  apiVersion: 'webhook.config.cert-manager.io/v1alpha1',
  kind: 'WebhookConfiguration',
  others: ['defaults', 'logging.options'],
  members: {
    securePort: 'secure-port',
    healthzPort: 'healthz-port',
    ...tlsMembers('tlsConfig'),
    kubeConfig: 'kubeconfig',
    apiServerHost: 'api-server-host',
    enablePprof: 'enable-profiling',
    pprofAddress: 'profiler-address',
    ...loggingMembers,
    featureGates: 'feature-gates',
    metricsListenAddress: 'metrics-listen-address',
    ...tlsMembers('metricsTLSConfig', 'metrics-'),
    'pemSizeLimitsConfig.maxCertificateSize': 'max-certificate-size',
    'pemSizeLimitsConfig.maxPrivateKeySize': 'max-private-key-size',
    'pemSizeLimitsConfig.maxChainLength': 'max-certificate-chain-length',
    'pemSizeLimitsConfig.maxBundleSize': 'max-certificate-bundle-size',
  },
};
