import type { ObjectName } from './cluster.ts';
import * as flag from './flags.ts';

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

/** Upstream's flags for a serving certificate. @param caSecretName the default */
export function certificateFlags(caSecretName: string) {
  return {
    'tls-cert-file': flag.text('PEM file with the serving certificate; read again when it changes'),
    'tls-private-key-file': flag.text('PEM file with its private key'),
    'dynamic-serving-ca-secret-namespace': flag.text(
      'Namespace of the Secret with our CA; our own when left out',
    ),
    'dynamic-serving-ca-secret-name': flag.text('Name of the Secret with our CA', caSecretName),
    'dynamic-serving-dns-names': flag.list('Names in the serving certificate: <service>.<namespace>.svc'),
    'dynamic-serving-leaf-duration': flag.duration('Lifetime of the serving certificate', 168 * 3600),
  };
}

/**
 * @param command for messages: `certloom webhook`
 * @throws {flag.FlagExit} when the flags do not fit together
 */
export function certificateSettings(
  command: string,
  values: flag.FlagValues<ReturnType<typeof certificateFlags>>,
): CertificateSettings {
  const certificateFile = values['tls-cert-file'];
  const keyFile = values['tls-private-key-file'];
  const dnsNames = values['dynamic-serving-dns-names'];
  const mistake = (what: string): flag.FlagExit => new flag.FlagExit(2, `${command}: ${what}\n`);
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
