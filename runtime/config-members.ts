/** Members that cert-manager's configuration files share, and the flags that say the same. */
export const loggingMembers: Readonly<Record<string, string>> = {
  'logging.format': 'logging-format',
  'logging.flushFrequency': 'log-flush-frequency',
  'logging.verbosity': 'v',
  'logging.vmodule': 'vmodule',
};

/**
 * @param member that holds a TLSConfig
 * @param prefix of the flags
 */
export function tlsMembers(member: string, prefix = ''): Readonly<Record<string, string>> {
  return {
    [`${member}.cipherSuites`]: `${prefix}tls-cipher-suites`,
    [`${member}.minTLSVersion`]: `${prefix}tls-min-version`,
    [`${member}.filesystem.certFile`]: `${prefix}tls-cert-file`,
    [`${member}.filesystem.keyFile`]: `${prefix}tls-private-key-file`,
    [`${member}.dynamic.secretNamespace`]: `${prefix}dynamic-serving-ca-secret-namespace`,
    [`${member}.dynamic.secretName`]: `${prefix}dynamic-serving-ca-secret-name`,
    [`${member}.dynamic.dnsNames`]: `${prefix}dynamic-serving-dns-names`,
    [`${member}.dynamic.leafDuration`]: `${prefix}dynamic-serving-leaf-duration`,
  };
}
