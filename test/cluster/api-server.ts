import { generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolPath } from '../../tools/toolchain.ts';
import { auditPolicy } from './audit.ts';
import { type CertificateFiles, createCertificate } from './certificates.ts';
import { getHttps } from './get-https.ts';
import { freePort } from './loopback.ts';
import { type RunningProcess, startProcess } from './process.ts';

/** Everything the API server reads from disk. */
export interface ApiServerFiles {
  readonly ca: CertificateFiles;
  readonly serving: CertificateFiles;
  readonly frontProxyCa: CertificateFiles;
  readonly frontProxyClient: CertificateFiles;
  readonly admin: CertificateFiles;
  readonly controllerManager: CertificateFiles;
  readonly serviceAccountKeyFile: string;
  readonly auditPolicyFile: string;
  readonly auditLogFile: string;
}

export async function createApiServerFiles(directory: string): Promise<ApiServerFiles> {
  const [ca, frontProxyCa] = await Promise.all([
    createCertificate(directory, { name: 'ca', commonName: 'test-cluster-ca' }),
    createCertificate(directory, { name: 'front-proxy-ca', commonName: 'test-cluster-front-proxy-ca' }),
  ]);
  const [serving, admin, controllerManager, frontProxyClient] = await Promise.all([
    createCertificate(directory, {
      name: 'apiserver',
      commonName: 'kube-apiserver',
      subjectAltName: 'DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1',
      signer: ca,
    }),
    createCertificate(directory, {
      name: 'admin',
      commonName: 'test-admin',
      organization: 'system:masters',
      signer: ca,
    }),
    createCertificate(directory, {
      name: 'kube-controller-manager',
      commonName: 'system:kube-controller-manager',
      signer: ca,
    }),
    createCertificate(directory, {
      name: 'front-proxy-client',
      commonName: 'front-proxy-client',
      signer: frontProxyCa,
    }),
  ]);
  const files = {
    serviceAccountKeyFile: join(directory, 'service-accounts.key'),
    auditPolicyFile: join(directory, 'audit-policy.json'),
    auditLogFile: join(directory, 'audit.jsonl'),
  };
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  await writeFile(files.serviceAccountKeyFile, privateKey.export({ type: 'sec1', format: 'pem' }), {
    mode: 0o600,
  });
  await writeFile(files.auditPolicyFile, JSON.stringify(auditPolicy));
  return { ca, serving, frontProxyCa, frontProxyClient, admin, controllerManager, ...files };
}

/** A running kube-apiserver. */
export interface ApiServer {
  readonly url: string;
  readonly files: ApiServerFiles;
  /** The one that runs now. */
  readonly process: RunningProcess;
  /** A GET as the admin. @returns the body of an answer 200 */
  readonly get: (path: string) => Promise<string>;
  /** Kills it and starts it again on its port. */
  restart(whileDown?: () => Promise<void>): Promise<void>;
}

/** @param flags in addition to those that every test cluster has */
export async function startApiServer(
  dir: string,
  files: ApiServerFiles,
  flags: readonly string[],
): Promise<ApiServer> {
  const port = await freePort();
  const url = `https://127.0.0.1:${port}`;
  const { certificatePem: cert, keyPem: key } = files.admin;
  const get = (path: string) => getHttps(`${url}${path}`, { ca: files.ca.certificatePem, cert, key });
  const start = async () => {
    const server = startProcess({
      name: 'kube-apiserver',
      command: toolPath('kube-apiserver'),
      args: [...apiServerFlags(files, port), ...flags],
      logFile: join(dir, 'kube-apiserver.log'),
    });
    await server.ready('the API server', () => get('/readyz'), 60);
    return server;
  };
  let process = await start();
  return {
    url,
    files,
    get process() {
      return process;
    },
    get,
    async restart(whileDown) {
      process.kill('SIGKILL');
      await process.exited;
      await whileDown?.();
      process = await start();
    },
  };
}

/** The flags of kube-apiserver: RBAC and the aggregation layer as in a real cluster, priority and fairness as by default. */
function apiServerFlags(files: ApiServerFiles, port: number): readonly string[] {
  return [
    '--bind-address=127.0.0.1',
    '--advertise-address=127.0.0.1',
    `--secure-port=${port}`,
    `--tls-cert-file=${files.serving.certificateFile}`,
    `--tls-private-key-file=${files.serving.keyFile}`,
    `--client-ca-file=${files.ca.certificateFile}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    '--endpoint-reconciler-type=none',
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc.cluster.local',
    `--service-account-key-file=${files.serviceAccountKeyFile}`,
    `--service-account-signing-key-file=${files.serviceAccountKeyFile}`,
    `--proxy-client-cert-file=${files.frontProxyClient.certificateFile}`,
    `--proxy-client-key-file=${files.frontProxyClient.keyFile}`,
    `--requestheader-client-ca-file=${files.frontProxyCa.certificateFile}`,
    '--requestheader-allowed-names=front-proxy-client',
    '--requestheader-username-headers=X-Remote-User',
    '--requestheader-uid-headers=X-Remote-Uid',
    '--requestheader-group-headers=X-Remote-Group',
    '--requestheader-extra-headers-prefix=X-Remote-Extra-',
    '--enable-aggregator-routing=false', // so that a Service of type ExternalName may lead to a solver on loopback
    `--audit-policy-file=${files.auditPolicyFile}`,
    `--audit-log-path=${files.auditLogFile}`,
    '--audit-log-format=json',
  ];
}
