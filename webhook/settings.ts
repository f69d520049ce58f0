import { readFileSync } from 'node:fs';
import type { CertificateGates } from '../api/certificate/gates.ts';
import * as flag from '../runtime/flags.ts';
import type { LogLevel } from '../runtime/log.ts';
import { logLevelFlag } from '../runtime/log-level.ts';
import { type CertificateSettings, certificateFlags, certificateSettings } from '../runtime/serving-flags.ts';
import { ConfigMistake, type DefaultSettings, noDefaults, parseWebhookConfig } from './config.ts';
import { type ReferenceSettings, referenceFlags, referenceSettings } from './references/flags.ts';

/** How this process was told to run. */
export interface Settings {
  /** Path; `undefined` in the cluster. */
  readonly kubeconfig: string | undefined;
  readonly bindAddress: string;
  readonly securePort: number;
  /** For `/livez`, `/readyz` and `/healthz` over plain HTTP; `undefined` for none. */
  readonly healthAddress: flag.ListenAddress | undefined;
  readonly metricsAddress: flag.ListenAddress | undefined;
  readonly certificate: CertificateSettings;
  /** Ours; `undefined` for what the connection says. */
  readonly namespace: string | undefined;
  /** Webhook configurations into which our CA is written. */
  readonly configurations: readonly string[];
  readonly visibleDefaults: boolean;
  readonly organisation: DefaultSettings;
  readonly gates: CertificateGates;
  readonly references: ReferenceSettings;
  readonly shutdownDelaySeconds: number;
  readonly logLevel: LogLevel;
}

/** Upstream's gates of the webhook; those that are locked are no longer read there either. */
const gates = {
  LiteralCertificateSubject: { default: true },
  NameConstraints: { default: true },
  OtherNames: { default: true },
  AdditionalCertificateOutputFormats: { default: true, locked: true },
  DisallowInsecureCSRUsageDefinition: { default: true, locked: true },
} as const;

function table(env: NodeJS.ProcessEnv) {
  return {
    kubeconfig: flag.text('Path of a kubeconfig; without it the process runs in the cluster'),
    'bind-address': flag.text('Address to listen on', '0.0.0.0'),
    'secure-port': flag.integer('Port for HTTPS', 6443),
    'healthz-port': flag.integer('Port for health over plain HTTP; 0 for none', 6080),
    'metrics-listen-address': flag.listenAddress(
      'Address for metrics over plain HTTP; 0 for none',
      '0.0.0.0:9402',
    ),
    ...certificateFlags('certloom-webhook-ca'),
    'webhook-configuration-names': flag.list('Webhook configurations into which our CA is written', [
      'certloom-webhook',
    ]),
    'visible-defaults': flag.boolean(
      'Write the runtime defaults of the API into Certificates; off beside an upstream controller',
      true,
    ),
    config: flag.text('Path of a YAML file with the defaults of the organisation'),
    ...referenceFlags(),
    'feature-gates': flag.featureGates(gates),
    'shutdown-delay-duration': flag.duration('How long to serve on while no longer ready', 3),
    'log-level': logLevelFlag(env['LOG_LEVEL'] ?? 'info'),
  };
}

/** @throws {flag.FlagExit} when the file cannot be read or says what cannot be */
function readConfig(command: string, path: string): DefaultSettings {
  try {
    return parseWebhookConfig(readFileSync(path, 'utf8'));
  } catch (error) {
    const isOurs = error instanceof ConfigMistake;
    if (!isOurs && !(error instanceof Error && 'code' in error)) throw error;
    throw new flag.FlagExit(2, `${command}: --config ${path}: ${error.message}\n`);
  }
}

/** @throws {flag.FlagExit} */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const command = 'certloom webhook';
  const summary = 'Default and check manifests at admission';
  const { values } = flag.parseFlags({ command, summary, argv, flags: table(env) });
  const healthPort = values['healthz-port'];
  return {
    kubeconfig: values.kubeconfig || undefined,
    bindAddress: values['bind-address'],
    securePort: values['secure-port'],
    healthAddress: healthPort === 0 ? undefined : { host: values['bind-address'], port: healthPort },
    metricsAddress: values['metrics-listen-address'],
    certificate: certificateSettings(command, values),
    namespace: values['dynamic-serving-ca-secret-namespace'] || undefined,
    configurations: values['webhook-configuration-names'],
    visibleDefaults: values['visible-defaults'],
    organisation: values.config === '' ? noDefaults : readConfig(command, values.config),
    gates: values['feature-gates'],
    references: referenceSettings(command, values),
    shutdownDelaySeconds: values['shutdown-delay-duration'],
    logLevel: values['log-level'],
  };
}
