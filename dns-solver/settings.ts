import type { ObjectName } from '../runtime/cluster.ts';
import * as flag from '../runtime/flags.ts';
import type { LogLevel } from '../runtime/log.ts';

/** Where the serving certificate comes from: the operator's files, or a CA of our own. */
export type CertificateSettings =
  | { readonly from: 'files'; readonly certificateFile: string; readonly keyFile: string }
  | {
      readonly from: 'own';
      /** The namespace is ours when it is left out. */
      readonly caSecret: ObjectName;
      readonly dnsNames: readonly string[];
      readonly lifetimeSeconds: number;
    };

/** How this process was told to run. */
export interface Settings {
  /** Path; `undefined` in the cluster. */
  readonly kubeconfig: string | undefined;
  readonly bindAddress: string;
  readonly securePort: number;
  readonly metricsAddress: flag.ListenAddress | undefined;
  readonly groups: readonly string[];
  readonly certificate: CertificateSettings;
  /** Whom bearer tokens must be meant for; empty: the API server. */
  readonly tokenAudiences: readonly string[];
  /** Base URL of DNSPod's API; `undefined` for the real one. */
  readonly dnspodEndpoint: string | undefined;
  readonly shutdownDelaySeconds: number;
  readonly logLevel: LogLevel;
}

const levels: readonly LogLevel[] = ['error', 'warn', 'info', 'debug', 'trace'];

function logLevel(value: string): flag.Flag<LogLevel> {
  const parse = (word: string): LogLevel => {
    const level = levels.find((one) => one === word.toLowerCase());
    if (level === undefined) throw new Error(`expected one of ${levels.join(', ')}`);
    return level;
  };
  return {
    description: `Least important lines to log: ${levels.join(', ')}`,
    placeholder: 'LEVEL',
    default: parse(value),
    parse,
  };
}

function table(env: NodeJS.ProcessEnv) {
  const groups = (env['GROUP_NAME'] ?? '').split(',').filter((group) => group !== '');
  return {
    kubeconfig: flag.text('Path of a kubeconfig; without it the process runs in the cluster'),
    'bind-address': flag.text('Address to listen on', '0.0.0.0'),
    'secure-port': flag.integer('Port for HTTPS', 6443),
    'metrics-listen-address': flag.listenAddress(
      'Address for metrics over plain HTTP; 0 for none',
      '0.0.0.0:9402',
    ),
    'group-name': flag.list('API groups to serve, the groupName of Issuers (also GROUP_NAME)', groups),
    'tls-cert-file': flag.text('PEM file with the serving certificate; read again when it changes'),
    'tls-private-key-file': flag.text('PEM file with its private key'),
    'dynamic-serving-ca-secret-namespace': flag.text(
      'Namespace of the Secret with our CA; our own when left out',
    ),
    'dynamic-serving-ca-secret-name': flag.text('Name of the Secret with our CA', 'certloom-dns-solver-ca'),
    'dynamic-serving-dns-names': flag.list('Names in the serving certificate: <service>.<namespace>.svc'),
    'dynamic-serving-leaf-duration': flag.duration('Lifetime of the serving certificate', 168 * 3600),
    'token-audiences': flag.list("Audiences of bearer tokens; the API server's own when left out"),
    'dnspod-endpoint': flag.text("URL of DNSPod's API 3.0, for tests and private clouds"),
    'shutdown-delay-duration': flag.duration('How long to serve on while no longer ready', 3),
    'log-level': logLevel(env['LOG_LEVEL'] ?? 'info'),
  };
}

/** @throws {flag.FlagExit} */
export function readSettings(argv: readonly string[], env: NodeJS.ProcessEnv): Settings {
  const { values } = flag.parseFlags({
    command: 'certloom dns-solver',
    summary: 'Serve the DNS01 solver API',
    argv,
    flags: table(env),
  });
  return {
    kubeconfig: values.kubeconfig || undefined,
    bindAddress: values['bind-address'],
    securePort: values['secure-port'],
    metricsAddress: values['metrics-listen-address'],
    groups: checkGroups(values['group-name']),
    certificate: readCertificate(values),
    tokenAudiences: values['token-audiences'],
    dnspodEndpoint: values['dnspod-endpoint'] || undefined,
    shutdownDelaySeconds: values['shutdown-delay-duration'],
    logLevel: values['log-level'],
  };
}

function readCertificate(values: flag.FlagValues<ReturnType<typeof table>>): CertificateSettings {
  const certificateFile = values['tls-cert-file'];
  const keyFile = values['tls-private-key-file'];
  const dnsNames = values['dynamic-serving-dns-names'];
  if ((certificateFile === '') !== (keyFile === '')) {
    throw mistake('--tls-cert-file and --tls-private-key-file belong together: state both or neither');
  }
  if (certificateFile !== '') return { from: 'files', certificateFile, keyFile };
  if (dnsNames.length === 0) {
    throw mistake(
      'state --dynamic-serving-dns-names (<service>.<namespace>.svc), or --tls-cert-file and its key',
    );
  }
  const namespace = values['dynamic-serving-ca-secret-namespace'];
  const name = values['dynamic-serving-ca-secret-name'];
  const caSecret = { name, ...(namespace !== '' && { namespace }) };
  return { from: 'own', caSecret, dnsNames, lifetimeSeconds: values['dynamic-serving-leaf-duration'] };
}

/** A DNS name in lower case with at least two labels (RFC 1123 subdomain), as API groups of extensions have to be. */
const groupName = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+$/;

function checkGroups(groups: readonly string[]): readonly string[] {
  const unique = [...new Set(groups.map((group) => group.trim()))];
  const wrong = unique.find((group) => !groupName.test(group));
  if (wrong !== undefined)
    throw mistake(`--group-name: ${JSON.stringify(wrong)} is not an API group, such as acme.example.com`);
  if (unique.length === 0)
    throw mistake('--group-name (or GROUP_NAME) is needed: the groupName that Issuers state');
  return unique;
}

function mistake(what: string): flag.FlagExit {
  return new flag.FlagExit(2, `certloom dns-solver: ${what}\n`);
}
