import { route53FromEnvironment } from '../dns/providers/route53/environment.ts';
import * as flag from '../runtime/flags.ts';
import { type LogSettings, logFlags, logSettings } from '../runtime/log-flags.ts';
import { type MetricsSettings, metricsFlags, metricsSettings } from '../runtime/metrics-flags.ts';
import { pemFlags, pemLimitsOf } from '../runtime/pem-flags.ts';
import { readProxies } from '../runtime/proxies.ts';
import { clientLimitFlags, upstreamFlags } from '../runtime/upstream-flags.ts';
import { caInjectorFlags, caInjectorSettings } from './ca-injector/flags.ts';
import { http01Flags, http01Settings, responderFlags } from './challenge/http01/flags.ts';
import { configFile } from './config-file.ts';
import { controllersFlag } from './controllers-flag.ts';
import { ingressFlags, ingressSettings } from './ingress/flags.ts';
import { dashboardFlags, dashboardSettings, type DashboardSettings } from './dashboard/flags.ts';
import { type Settings, defaultSettings } from './settings.ts';

const command = 'certloom controller';

/** What the process around the controller was told. */
export interface ProcessSettings {
  /** Path; `undefined` in the cluster. */
  readonly kubeconfig: string | undefined;
  readonly master: string | undefined;
  readonly leaderElection: LeaderElection | undefined;
  readonly metrics: MetricsSettings;
  /** `undefined` for none. */
  readonly healthAddress: flag.ListenAddress | undefined;
  /** Where HTTP-01 is answered; `undefined` when Pods do. */
  readonly responderAddress: flag.ListenAddress | undefined;
  /** `undefined` for none. */
  readonly dashboard: DashboardSettings | undefined;
  /** How long past its lease a leader that could not renew still counts as alive. */
  readonly healthGraceSeconds: number;
  readonly log: LogSettings;
}

export interface LeaderElection {
  readonly namespace: string;
  readonly leaseSeconds: number;
  readonly renewDeadlineSeconds: number;
  readonly retrySeconds: number;
}

const { backoff, challenges } = defaultSettings;

/** Upstream's gates. Locked ones are as they are; ours are one engine whatever the rest says. */
const gates = {
  LiteralCertificateSubject: { default: true },
  UseCertificateRequestBasicConstraints: { default: true },
  NameConstraints: { default: true },
  OtherNames: { default: true },
  ACMEHTTP01IngressPathTypeExact: { default: true },
  ACMEUseARI: { default: false },
  ServerSideApply: { default: false },
  StableCertificateRequestName: { default: true, locked: true },
  SecretsFilteredCaching: { default: true },
  ExperimentalCertificateSigningRequestControllers: { default: false, locked: true },
  ExperimentalGatewayAPISupport: { default: true },
  ListenerSets: { default: false, locked: true },
  ValidateCAA: { default: false },
  AdditionalCertificateOutputFormats: { default: true, locked: true },
  DisallowInsecureCSRUsageDefinition: { default: true, locked: true },
  UseDomainQualifiedFinalizer: { default: true, locked: true },
  DefaultPrivateKeyRotationPolicyAlways: { default: true, locked: true },
} as const;

const processFlags = (env: NodeJS.ProcessEnv) => ({
  kubeconfig: flag.text('Path of a kubeconfig; without it the process runs in the cluster'),
  master: flag.text("URL of the API server instead of the kubeconfig's"),
  'leader-elect': flag.boolean('Let one of several replicas do the work', true),
  'leader-election-namespace': flag.text('Namespace of the Lease', 'kube-system'),
  'leader-election-lease-duration': flag.duration('How long others wait for a leader that is silent', 60),
  'leader-election-renew-deadline': flag.duration('A leader that could not renew for so long gives up', 40),
  'leader-election-retry-period': flag.duration('Between tries to get or renew the Lease', 15),
  ...metricsFlags,
  'internal-healthz-listen-address': flag.listenAddress('Address for health; 0 for none', '0.0.0.0:9403'),
  'internal-healthz-leader-election-timeout': flag.duration('Grace after a lease that was not renewed', 20),
  ...logFlags(env),
  config: flag.text("Path of a YAML file with what cert-manager's ControllerConfiguration holds; flags win"),
  ...clientLimitFlags,
  ...upstreamFlags,
});

const issuanceFlags = {
  namespace: flag.text(
    'Look after this namespace only, and no ClusterIssuers; the whole cluster when left out',
  ),
  'cluster-resource-namespace': flag.text(
    'Namespace of the Secrets that ClusterIssuers name',
    defaultSettings.clusterResourceNamespace,
  ),
  controllers: controllersFlag,
  'concurrent-workers': flag.integer(
    'Objects of one kind worked on at once',
    defaultSettings.concurrentWorkers,
  ),
  'issuer-ambient-credentials': flag.boolean('Issuers may use credentials of the environment', false),
  'cluster-issuer-ambient-credentials': flag.boolean(
    'ClusterIssuers may use credentials of the environment',
    true,
  ),
  'enable-certificate-owner-ref': flag.boolean('Secrets go with their Certificates', false),
  'copied-annotation-prefixes': flag.list(
    'Annotations of a Certificate that its requests get: *, prefix, -prefix',
    defaultSettings.copiedAnnotationPrefixes,
  ),
  'certificate-request-minimum-backoff-duration': flag.duration(
    'Rest after a failure',
    backoff.initialSeconds,
  ),
  'certificate-request-maximum-backoff-duration': flag.duration(
    'Longest rest after failures',
    backoff.maximumSeconds,
  ),
  ...pemFlags,
  'feature-gates': flag.featureGates(gates),
};

const challengeFlags = {
  'max-concurrent-challenges': flag.integer('Challenges being proven at once', challenges.maxConcurrent),
  'dns01-recursive-nameservers': flag.list('Resolvers to ask, host:port; those of the system when left out'),
  'dns01-recursive-nameservers-only': flag.boolean('Ask only those, never authoritative servers', false),
  'dns01-check-retry-period': flag.duration(
    'Longest between self-checks, of HTTP-01 too',
    challenges.checkRetrySeconds,
  ),
  'dns01-self-check-deadline': flag.duration(
    'After so long the CA is asked to look, whatever self-checks say',
    challenges.askAnywaySeconds,
  ),
};

/** @throws {flag.FlagExit} for `--help` and for mistakes */
export function readFlags(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): { readonly process: ProcessSettings; readonly settings: Settings } {
  const flags = {
    ...processFlags(env),
    ...issuanceFlags,
    ...challengeFlags,
    ...http01Flags,
    ...responderFlags,
    ...dashboardFlags,
    ...ingressFlags,
    ...caInjectorFlags,
  };
  const summary = 'Issue and renew certificates';
  const parsed = flag.parseFlags({ command, summary, argv, flags, file: configFile });
  const { values } = parsed;
  const proxies = readProxies(env);
  return {
    process: processSettings(values, parsed.withoutEffect),
    settings: {
      ...issuanceSettings(values),
      challenges: challengeSettings(values),
      ingress: ingressSettings(values, {
        ingresses: values.controllers.ingresses,
        gateways: values.controllers.gateways && values['feature-gates'].ExperimentalGatewayAPISupport,
      }),
      caInjector: caInjectorSettings(values, values.controllers.caInjector),
      dnsProviders: { route53: route53FromEnvironment(env) },
      ...(proxies && { proxies }),
    },
  };
}

function processSettings(
  values: flag.FlagValues<ReturnType<typeof processFlags> & typeof responderFlags & typeof dashboardFlags>,
  withoutEffect: readonly flag.WithoutEffect[],
): ProcessSettings {
  return {
    kubeconfig: values.kubeconfig || undefined,
    master: values.master || undefined,
    leaderElection: values['leader-elect']
      ? {
          namespace: values['leader-election-namespace'],
          leaseSeconds: values['leader-election-lease-duration'],
          renewDeadlineSeconds: values['leader-election-renew-deadline'],
          retrySeconds: values['leader-election-retry-period'],
        }
      : undefined,
    metrics: metricsSettings(command, values, { namespace: '', name: 'certloom-metrics-ca' }),
    healthAddress: values['internal-healthz-listen-address'],
    responderAddress:
      values['http01-responder-service'] === '' ? undefined : values['http01-responder-listen-address'],
    dashboard: dashboardSettings(values),
    healthGraceSeconds: values['internal-healthz-leader-election-timeout'],
    log: logSettings(values, withoutEffect),
  };
}

function issuanceSettings(
  values: flag.FlagValues<typeof issuanceFlags>,
): Omit<Settings, 'challenges' | 'ingress' | 'caInjector'> {
  return {
    ...(values.namespace === '' ? {} : { namespace: values.namespace }),
    clusterResourceNamespace: values['cluster-resource-namespace'],
    issuerAmbientCredentials: values['issuer-ambient-credentials'],
    clusterIssuerAmbientCredentials: values['cluster-issuer-ambient-credentials'],
    autoApprove: values.controllers.autoApprove,
    enableCertificateOwnerRef: values['enable-certificate-owner-ref'],
    copiedAnnotationPrefixes: values['copied-annotation-prefixes'],
    backoff: {
      initialSeconds: values['certificate-request-minimum-backoff-duration'],
      maximumSeconds: values['certificate-request-maximum-backoff-duration'],
    },
    gates: values['feature-gates'],
    pemLimits: pemLimitsOf(values),
    concurrentWorkers: values['concurrent-workers'],
  };
}

function challengeSettings(
  values: flag.FlagValues<typeof challengeFlags & typeof http01Flags & typeof responderFlags>,
): Settings['challenges'] {
  return {
    http01: http01Settings(values),
    recursiveNameservers: values['dns01-recursive-nameservers'],
    recursiveNameserversOnly: values['dns01-recursive-nameservers-only'],
    checkRetrySeconds: values['dns01-check-retry-period'],
    askAnywaySeconds: values['dns01-self-check-deadline'],
    maxConcurrent: values['max-concurrent-challenges'],
  };
}
