import { runWithFiles, type Verdict } from './openssl.ts';

/** What `keytool -list -v` says of a keystore, and its exit code; for tests. */
export function keytoolList(store: Buffer, password: string): Promise<Verdict> {
  const java = ['-J-Duser.language=en', '-J-Dfile.encoding=UTF-8'];
  const args = ['-list', '-v', '-keystore', '@store', '-storepass:file', '@password'];
  return runWithFiles('keytool', [...java, ...args], { store, password });
}

/** The private key under an alias in PEM, taken out by way of a PKCS#12 file that Java writes; for tests. */
export async function keytoolExtractKey(store: Buffer, password: string, alias: string): Promise<string> {
  const script = `
    keytool -J-Dfile.encoding=UTF-8 -importkeystore -srckeystore "$0" -srcstorepass:file "$1" -srcalias "$2" \\
      -destkeystore "$0.p12" -deststoretype PKCS12 -deststorepass changeit -destkeypass changeit 2>/dev/null
    openssl pkcs12 -in "$0.p12" -passin pass:changeit -nocerts -nodes`;
  return (await runWithFiles('bash', ['-c', script, '@store', '@password', alias], { store, password }))
    .output;
}
