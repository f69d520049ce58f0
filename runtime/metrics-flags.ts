import * as flag from './flags.ts';
import { type CertificateSettings, certificateFlags, statedCertificate, tlsOf } from './serving-flags.ts';
import type { TlsSettings } from './tls-flags.ts';

/** Where metrics are served, and whether over TLS. */
export interface MetricsSettings {
  /** `undefined` for nowhere. */
  readonly address: flag.ListenAddress | undefined;
  /** Plain HTTP without it. */
  readonly https?: TlsSettings & { readonly certificate: CertificateSettings };
}

const certificate = certificateFlags('');

/** Upstream's flags for metrics. */
export const metricsFlags = {
  'metrics-listen-address': flag.listenAddress('Address for metrics; 0 for none', '0.0.0.0:9402'),
  'metrics-tls-cert-file': certificate['tls-cert-file'],
  'metrics-tls-private-key-file': certificate['tls-private-key-file'],
  'metrics-tls-cipher-suites': certificate['tls-cipher-suites'],
  'metrics-tls-min-version': certificate['tls-min-version'],
  'metrics-dynamic-serving-ca-secret-namespace': certificate['dynamic-serving-ca-secret-namespace'],
  'metrics-dynamic-serving-ca-secret-name': flag.text(
    'Name of the Secret with our CA for metrics; where calls are served over HTTPS, the one for those',
  ),
  'metrics-dynamic-serving-dns-names': certificate['dynamic-serving-dns-names'],
  'metrics-dynamic-serving-leaf-duration': certificate['dynamic-serving-leaf-duration'],
};

/**
 * @param caSecret where no flag names one
 * @throws {flag.FlagExit} when the flags do not fit together
 */
export function metricsSettings(
  command: string,
  values: flag.FlagValues<typeof metricsFlags>,
  caSecret: { readonly namespace: string; readonly name: string },
): MetricsSettings {
  const about = {
    'tls-cert-file': values['metrics-tls-cert-file'],
    'tls-private-key-file': values['metrics-tls-private-key-file'],
    'tls-cipher-suites': values['metrics-tls-cipher-suites'],
    'tls-min-version': values['metrics-tls-min-version'],
    'dynamic-serving-ca-secret-namespace':
      values['metrics-dynamic-serving-ca-secret-namespace'] || caSecret.namespace,
    'dynamic-serving-ca-secret-name': values['metrics-dynamic-serving-ca-secret-name'] || caSecret.name,
    'dynamic-serving-dns-names': values['metrics-dynamic-serving-dns-names'],
    'dynamic-serving-leaf-duration': values['metrics-dynamic-serving-leaf-duration'],
  };
  const served = statedCertificate(command, about, 'metrics-');
  const address = values['metrics-listen-address'];
  return served === undefined ? { address } : { address, https: { ...tlsOf(about), certificate: served } };
}
