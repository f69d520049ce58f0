import type { ObjectName } from './cluster.ts';
import * as flag from './flags.ts';
import { cipherSuites, minVersion, type TlsSettings, tlsSettings } from './tls-flags.ts';

/** Where a server's certificate comes from: the operator's files, or a CA of our own. */
export type CertificateSettings =
  | { readonly from: 'files'; readonly certificateFile: string; readonly keyFile: string }
  | {
      readonly from: 'own';
      /** The namespace is ours when it is left out. */
      readonly caSecret: ObjectName;
      readonly dnsNames: readonly string[];
      readonly lifetimeSeconds: number;
    };

const ownCaFlags = (caSecretName: string) => ({
  namespace: flag.text('Namespace of the Secret with our CA; our own when left out'),
  name: flag.text('Name of the Secret with our CA', caSecretName),
  dnsNames: flag.list('Names in the serving certificate: <service>.<namespace>.svc'),
  lifetime: flag.duration('Lifetime of the serving certificate', 168 * 3600),
});

const certificateFile = flag.text('PEM file with the serving certificate; read again when it changes');
const keyFile = flag.text('PEM file with its private key');

/** Upstream's flags for a serving certificate. @param caSecretName the default */
export function certificateFlags(caSecretName: string) {
  const own = ownCaFlags(caSecretName);
  return {
    'tls-cert-file': certificateFile,
    'tls-private-key-file': keyFile,
    'tls-cipher-suites': cipherSuites,
    'tls-min-version': minVersion,
    'dynamic-serving-ca-secret-namespace': own.namespace,
    'dynamic-serving-ca-secret-name': own.name,
    'dynamic-serving-dns-names': own.dnsNames,
    'dynamic-serving-leaf-duration': own.lifetime,
  };
}

type CertificateFlags = flag.FlagValues<ReturnType<typeof certificateFlags>>;

/** @returns what to serve, or `undefined` when the flags do not say. @throws {flag.FlagExit} when they do not fit together */
export function statedCertificate(
  command: string,
  values: CertificateFlags,
  prefix = '',
): CertificateSettings | undefined {
  const files = { certificateFile: values['tls-cert-file'], keyFile: values['tls-private-key-file'] };
  if ((files.certificateFile === '') !== (files.keyFile === '')) {
    const both = `--${prefix}tls-cert-file and --${prefix}tls-private-key-file`;
    throw new flag.FlagExit(2, `${command}: ${both} belong together: state both or neither\n`);
  }
  if (files.certificateFile !== '') return { from: 'files', ...files };
  const dnsNames = values['dynamic-serving-dns-names'];
  if (dnsNames.length === 0) return undefined;
  const { namespace, name } = caSecretOf(values);
  const caSecret = { name, ...(namespace !== '' && { namespace }) };
  return { from: 'own', caSecret, dnsNames, lifetimeSeconds: values['dynamic-serving-leaf-duration'] };
}

/**
 * @param command for messages: `certloom webhook`
 * @throws {flag.FlagExit} when the flags do not fit together, or do not say
 */
export function certificateSettings(command: string, values: CertificateFlags): CertificateSettings {
  const stated = statedCertificate(command, values);
  if (stated !== undefined) return stated;
  const remedy =
    'state --dynamic-serving-dns-names (<service>.<namespace>.svc), or --tls-cert-file and its key';
  throw new flag.FlagExit(2, `${command}: ${remedy}\n`);
}

/** The Secret with our CA, as stated. */
export function caSecretOf(values: CertificateFlags): { readonly namespace: string; readonly name: string } {
  return {
    namespace: values['dynamic-serving-ca-secret-namespace'],
    name: values['dynamic-serving-ca-secret-name'],
  };
}

export function tlsOf(values: CertificateFlags): TlsSettings {
  return tlsSettings(values['tls-min-version'], values['tls-cipher-suites']);
}
