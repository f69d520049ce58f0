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
import { upstreamFlags } from '../runtime/upstream-flags.ts';

import { type Endpoints, endpointFlags } from './endpoints.ts';

const command = 'certloom dns-solver';

/** How this process was told to run. */
export interface Settings {
  /** Path; `undefined` in the cluster. */
  readonly kubeconfig: string | undefined;
  readonly bindAddress: string;
  readonly securePort: number;
  readonly metrics: MetricsSettings;
  readonly groups: readonly string[];
  readonly certificate: CertificateSettings;
  readonly tls: TlsSettings;
  /** Whom bearer tokens must be meant for; empty: the API server. */
  readonly tokenAudiences: readonly string[];
  readonly endpoints: Endpoints;
  readonly shutdownDelaySeconds: number;
  readonly log: LogSettings;
}

function table(env: NodeJS.ProcessEnv) {
  const groups = (env['GROUP_NAME'] ?? '').split(',').filter((group) => group !== '');
  return {
    kubeconfig: flag.text('Path of a kubeconfig; without it the process runs in the cluster'),
    'bind-address': flag.text('Address to listen on', '0.0.0.0'),
    'secure-port': flag.integer('Port for HTTPS', 6443),
    ...metricsFlags,
    'group-name': flag.list('API groups to serve, the groupName of Issuers (also GROUP_NAME)', groups),
    ...certificateFlags('certloom-dns-solver-ca'),
    'token-audiences': flag.list("Audiences of bearer tokens; the API server's own when left out"),
    ...endpointFlags(),
    'shutdown-delay-duration': flag.duration('How long to serve on while no longer ready', 3),
    ...logFlags(env),
    ...upstreamFlags,
  };
}

/** @throws {flag.FlagExit} */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const { values, withoutEffect } = flag.parseFlags({
    command,
    summary: 'Serve the DNS01 solver API; certloom dns-solver check tries an Issuer out, from anywhere',
    argv,
    flags: readTable(env),
  });
  return {
    kubeconfig: values.kubeconfig || undefined,
    bindAddress: values['bind-address'],
    securePort: values['secure-port'],
    metrics: metricsSettings(command, values, caSecretOf(values)),
    groups: checkGroups(values['group-name']),
    certificate: certificateSettings(command, values),
    tls: tlsOf(values),
    tokenAudiences: values['token-audiences'],
    endpoints: values,
    shutdownDelaySeconds: values['shutdown-delay-duration'],
    log: logSettings(values, withoutEffect),
  };
}

function readTable(env: NodeJS.ProcessEnv): ReturnType<typeof table> {
  try {
    return table(env);
  } catch (error) {
    throw mistake(`LOG_LEVEL: ${(error as Error).message}`);
  }
}

/** A DNS name in lower case with at least two labels (RFC 1123 subdomain), as API groups of extensions have to be. */
const groupName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

function checkGroups(groups: readonly string[]): readonly string[] {
  const unique = [...new Set(groups.map((group) => group.trim()))];
  const wrong = unique.find((group) => !groupName.test(group));
  if (wrong !== undefined) {
    throw mistake(`--group-name: ${JSON.stringify(wrong)} is not an API group, such as acme.example.com`);
  }
  if (unique.length === 0) {
    throw mistake('--group-name (or GROUP_NAME) is needed: the groupName that Issuers state');
  }
  return unique;
}

function mistake(what: string): flag.FlagExit {
  return new flag.FlagExit(2, `${command}: ${what}\n`);
}
