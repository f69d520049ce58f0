import { writeFile } from 'node:fs/promises';

export type Credentials =
  { readonly token: string } | { readonly certificatePem: string; readonly keyPem: string };

export interface KubeconfigWanted {
  readonly url: string;
  readonly caPem: string;
  readonly user: string;
  readonly credentials: Credentials;
  /** What commands without `-n` mean; default `default`. */
  readonly namespace?: string;
}

/** Writes a kubeconfig with one context; in JSON, which every reader of YAML takes. */
export async function writeKubeconfig(path: string, wanted: KubeconfigWanted): Promise<string> {
  const base64 = (pem: string) => Buffer.from(pem).toString('base64');
  const { url, caPem, user, credentials, namespace = 'default' } = wanted;
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server: url, 'certificate-authority-data': base64(caPem) } }],
    users: [
      {
        name: user,
        user:
          'token' in credentials
            ? { token: credentials.token }
            : {
                'client-certificate-data': base64(credentials.certificatePem),
                'client-key-data': base64(credentials.keyPem),
              },
      },
    ],
    contexts: [{ name: 'test', context: { cluster: 'test', user, namespace } }],
    'current-context': 'test',
  };
  await writeFile(path, JSON.stringify(config, undefined, 2), { mode: 0o600 });
  return path;
}
