import { domainToASCII } from 'node:url';
import * as flag from '../../runtime/flags.ts';
import { type Endpoints, endpointFlags } from '../endpoints.ts';

export const command = 'certloom dns-solver check';

/** What is to be tried, and how. */
export interface CheckSettings {
  /** Paths; `-` is standard input. */
  readonly files: readonly string[];
  /** Whose certificate is wanted: punycode, without a dot at the end and without `*.`. */
  readonly name: string;
  /** Name of the provider, where the files do not say it. */
  readonly solver: string;
  /** Path of a kubeconfig, for Secrets that are in none of the files. */
  readonly kubeconfig: string | undefined;
  /** Where Secrets are, unless the files say so. */
  readonly namespace: string;
  readonly recursiveNameservers: readonly string[];
  readonly recursiveOnly: boolean;
  readonly allowAmbientCredentials: boolean;
  /** How long nameservers may take to show a change. */
  readonly timeoutSeconds: number;
  readonly endpoints: Endpoints;
}

const table = {
  config: flag.list(
    'Files with the Issuer or ClusterIssuer, or its webhook.config alone, and with the Secrets; - for standard input',
  ),
  zone: flag.text('The domain to try, such as example.com; a name below its zone will do'),
  solver: flag.text('The solverName, when the file has a webhook.config alone', 'dnspod'),
  kubeconfig: flag.text('Path of a kubeconfig, for Secrets that are in none of the files'),
  namespace: flag.text('Namespace of the Secrets, when the Issuer has none', 'cert-manager'),
  'dns01-recursive-nameservers': flag.list("Nameservers to ask, as host:port; the machine's own by default"),
  'dns01-recursive-nameservers-only': flag.boolean(
    "Judge by these servers alone, where the zone's own cannot be reached",
    false,
  ),
  'allow-ambient-credentials': flag.boolean('Let the Issuer use the credentials of this machine', false),
  timeout: flag.duration('How long nameservers may take to show a change', 120),
  ...endpointFlags(),
};

/** @throws {flag.FlagExit} */
export function readCheckSettings(argv: readonly string[]): CheckSettings {
  const summary = 'Try credentials, zone, TTL and a throw-away TXT record of an Issuer, from anywhere';
  const { values } = flag.parseFlags({ command, summary, argv, flags: table });
  if (values.config.length === 0) throw mistake('--config is needed: the file with the Issuer');
  return {
    files: values.config,
    name: readName(values.zone),
    solver: values.solver.toLowerCase(),
    kubeconfig: values.kubeconfig || undefined,
    namespace: values.namespace,
    recursiveNameservers: values['dns01-recursive-nameservers'],
    recursiveOnly: values['dns01-recursive-nameservers-only'],
    allowAmbientCredentials: values['allow-ambient-credentials'],
    timeoutSeconds: values.timeout,
    endpoints: values,
  };
}

function readName(zone: string): string {
  const bare = zone.trim().replace(/^\*\./, '').replace(/\.$/, '');
  const name = bare === '' ? '' : domainToASCII(bare);
  if (name.includes('.')) return name;
  throw mistake('--zone is needed: the domain to try, such as example.com');
}

/** Something that the caller has to put right first. */
export function mistake(what: string): flag.FlagExit {
  return new flag.FlagExit(2, `${command}: ${what}\n`);
}
