import type { CertificateGates } from '../api/certificate/gates.ts';
import { ConfigMistake } from '../runtime/config-file.ts';
import type { PemLimits } from '../pki/pem.ts';
import * as flag from '../runtime/flags.ts';
import { type LogSettings, logFlags, logSettings } from '../runtime/log-flags.ts';
import { type MetricsSettings, metricsFlags, metricsSettings } from '../runtime/metrics-flags.ts';
import {
  type CertificateSettings,
  certificateFlags,
  certificateSettings,
  caSecretOf,
  tlsOf,
} from '../runtime/serving-flags.ts';
import type { TlsSettings } from '../runtime/tls-flags.ts';
import { pemFlags, pemLimitsOf } from '../runtime/pem-flags.ts';
import { upstreamFlags } from '../runtime/upstream-flags.ts';
import { type CallerSettings, callerFlags, callerSettings } from './caller-flags.ts';
import { type DefaultSettings, defaultsIn } from './config.ts';
import { configFile } from './config-file.ts';
import { type ReferenceSettings, referenceFlags, referenceSettings } from './references/flags.ts';

/** How this process was told to run. */
export interface Settings {
  /** Path; `undefined` in the cluster. */
  readonly kubeconfig: string | undefined;
  readonly apiServerHost: string | undefined;
  readonly bindAddress: string;
  readonly securePort: number;
  /** For `/livez`, `/readyz` and `/healthz` over plain HTTP; `undefined` for none. */
  readonly healthAddress: flag.ListenAddress | undefined;
  readonly metrics: MetricsSettings;
  readonly certificate: CertificateSettings;
  readonly tls: TlsSettings;
  /** `undefined`: everyone may call. */
  readonly callers: CallerSettings | undefined;
  /** Ours; `undefined` for what the connection says. */
  readonly namespace: string | undefined;
  /** Webhook configurations into which our CA is written. */
  readonly configurations: readonly string[];
  readonly visibleDefaults: boolean;
  readonly organisation: DefaultSettings;
  readonly gates: CertificateGates;
  readonly pemLimits: PemLimits;
  readonly references: ReferenceSettings;
  readonly shutdownDelaySeconds: number;
  readonly log: LogSettings;
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
    'api-server-host': flag.text("URL of the API server instead of the kubeconfig's"),
    'bind-address': flag.text('Address to listen on', '0.0.0.0'),
    'secure-port': flag.integer('Port for HTTPS', 6443),
    'healthz-port': flag.integer('Port for health over plain HTTP; 0 for none', 6080),
    ...metricsFlags,
    ...certificateFlags('certloom-webhook-ca'),
    ...callerFlags,
    'webhook-configuration-names': flag.list('Webhook configurations into which our CA is written', [
      'certloom-webhook',
    ]),
    'visible-defaults': flag.boolean(
      'Write the runtime defaults of the API into Certificates; off beside an upstream controller',
      true,
    ),
    config: flag.text(
      "Path of a YAML file: defaults of the organisation, and what cert-manager's WebhookConfiguration holds",
    ),
    ...referenceFlags(),
    'feature-gates': flag.featureGates(gates),
    ...pemFlags,
    ...upstreamFlags,
    'shutdown-delay-duration': flag.duration('How long to serve on while no longer ready', 3),
    ...logFlags(env),
  };
}

/** @throws {flag.FlagExit} when the file says what cannot be */
function readDefaults(command: string, path: string, content: unknown): DefaultSettings {
  try {
    return defaultsIn(content);
  } catch (error) {
    if (!(error instanceof ConfigMistake)) throw error;
    throw new flag.FlagExit(2, `${command}: --config ${path}: ${error.message}\n`);
  }
}

/** @throws {flag.FlagExit} */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const command = 'certloom webhook';
  const summary = 'Default and check manifests at admission';
  const flags = table(env);
  const { values, content, withoutEffect } = flag.parseFlags({
    command,
    summary,
    argv,
    flags,
    file: configFile,
  });
  const healthPort = values['healthz-port'];
  return {
    kubeconfig: values.kubeconfig || undefined,
    apiServerHost: values['api-server-host'] || undefined,
    bindAddress: values['bind-address'],
    securePort: values['secure-port'],
    healthAddress: healthPort === 0 ? undefined : { host: values['bind-address'], port: healthPort },
    metrics: metricsSettings(command, values, caSecretOf(values)),
    certificate: certificateSettings(command, values),
    tls: tlsOf(values),
    callers: callerSettings(command, values),
    namespace: values['dynamic-serving-ca-secret-namespace'] || undefined,
    configurations: values['webhook-configuration-names'],
    visibleDefaults: values['visible-defaults'],
    organisation: readDefaults(command, values.config, content),
    gates: values['feature-gates'],
    pemLimits: pemLimitsOf(values),
    references: referenceSettings(command, values),
    shutdownDelaySeconds: values['shutdown-delay-duration'],
    log: logSettings(values, withoutEffect),
  };
}
