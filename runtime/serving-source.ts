import type { Clock } from './clock.ts';
import type { ClusterConnection } from './connect.ts';
import type { Log } from './log.ts';
import type { CaBundleTarget } from './serving-ca-bundle.ts';
import { type CertificateSource, startOwnCertificate } from './serving-certificate.ts';
import { watchCertificateFiles } from './serving-files.ts';
import type { CertificateSettings } from './serving-flags.ts';

export interface ServingSourceOptions {
  readonly settings: CertificateSettings;
  /** Who has to be told a CA of our own. */
  readonly targets: readonly CaBundleTarget[];
  readonly connection: ClusterConnection;
  readonly clock: Clock;
  readonly log: Log;
  /** Ends the looking after it. */
  readonly signal: AbortSignal;
}

/** The serving certificate as the flags ask for it: out of the operator's files, or of a CA of our own. */
export function startServingCertificate(options: ServingSourceOptions): CertificateSource {
  const { settings, targets, connection: cluster, clock, log, signal } = options;
  if (settings.from === 'files') return watchCertificateFiles({ ...settings, clock, log, signal });
  const { dnsNames, lifetimeSeconds } = settings;
  const caSecret = { namespace: cluster.defaultNamespace, ...settings.caSecret };
  return startOwnCertificate({ cluster, clock, log, signal, caSecret, targets, dnsNames, lifetimeSeconds });
}
