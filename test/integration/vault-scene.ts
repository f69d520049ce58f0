import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { VaultIssuer } from '../../api/issuer/issuer.ts';
import { type Condition, findCondition } from '../../api/conditions.ts';
import type { CertificateSpec } from '../../api/certificate/certificate.ts';
import { issuers } from '../../api/kinds.ts';
import { type CertificateFiles, createCertificate } from '../cluster/certificates.ts';
import {
  type ControllerScene,
  type TestController,
  certificateFor,
  entry,
  startControllerScene,
} from '../cluster/controller-scene.ts';
import { waitFor } from '../cluster/loopback.ts';
import { runOrThrow } from '../cluster/process.ts';
import { type Vault, startVault } from '../cluster/vault.ts';

/** A cluster with the chart's roles, a controller, and a Vault that signs for `*.example.com` and lets people in five ways. */
export interface VaultScene extends ControllerScene {
  readonly vault: Vault;
  /** A certificate that Vault lets in. */
  readonly client: CertificateFiles;
  /** Restarts the controller where one is running. */
  controller: TestController | undefined;
  issuer(name: string, auth: VaultIssuer['auth'], more?: Partial<VaultIssuer>): Promise<void>;
  /** Waits until Ready of the Issuer says so. */
  says(name: string, isSo: (ready: Condition) => boolean): Promise<Condition>;
  certificateFrom(issuer: string, name: string, spec?: Partial<CertificateSpec>): Promise<void>;
  storeSecret(name: string, stringData: Readonly<Record<string, string>>): Promise<void>;
  /** A token that may sign, and nothing else. */
  newToken(): Promise<string>;
  /** Logins by AppRole and signatures since, by Vault's own account: `auth/approle/login`, `pki_int/sign/web`. */
  askedSince(count: number): Promise<readonly string[]>;
  /** What OpenSSL says of the Secret of a Certificate, with the root of Vault. */
  verified(certificate: string): Promise<string>;
}

const namespace = 'shop';

export async function startVaultScene(): Promise<VaultScene> {
  const scene = await startControllerScene(namespace);
  const vault = await startVault();
  const client = await createCertificate(vault.dir, { name: 'client', commonName: 'issuer.example.com' });
  const root = await setUpPki(vault);
  await setUpLogins(scene, vault, client);
  const rootFile = join(vault.dir, 'root.pem');
  await writeFile(rootFile, root);
  const storeSecret: VaultScene['storeSecret'] = (name, stringData) =>
    scene.apply({ apiVersion: 'v1', kind: 'Secret', metadata: { name }, stringData });
  await storeSecret('vault-ca', { 'ca.crt': vault.caPem });
  await storeSecret('client', { 'tls.crt': client.certificatePem, 'tls.key': client.keyPem });
  return {
    ...scene,
    vault,
    client,
    controller: await scene.start(),
    storeSecret,
    issuer: (name, auth, more = {}) =>
      scene.apply({
        apiVersion: 'cert-manager.io/v1',
        kind: 'Issuer',
        metadata: { name },
        spec: {
          vault: {
            server: vault.url,
            path: 'pki_int/sign/web',
            caBundleSecretRef: { name: 'vault-ca' },
            auth,
            ...more,
          },
        },
      }),
    says: (name, isSo) =>
      waitFor(`issuer ${name} to say so`, async () => {
        const found = await scene.plane.admin.get(issuers, { namespace, name });
        const ready = findCondition(found?.status?.conditions, 'Ready');
        return ready !== undefined && isSo(ready) ? ready : undefined;
      }),
    certificateFrom: (issuer, name, spec = {}) =>
      scene.apply(certificateFor(name, { issuerRef: { name: issuer }, ...spec })),
    async newToken() {
      const { auth } = await vault.write('auth/token/create-orphan', { policies: ['sign'], ttl: '1h' });
      return auth?.client_token ?? '';
    },
    askedSince: async (count) =>
      (await vault.asked()).slice(count).filter((path) => /^auth\/approle\/login$|^pki.*\/sign\//.test(path)),
    async verified(certificate) {
      const secret = await scene.secret(certificate);
      const chain = join(vault.dir, `${certificate}.pem`);
      await writeFile(chain, entry(secret, 'tls.crt'));
      await writeFile(join(vault.dir, `${certificate}-ca.pem`), entry(secret, 'ca.crt'));
      return runOrThrow('openssl', ['verify', '-CAfile', rootFile, '-untrusted', chain, chain]);
    },
    async stop() {
      await vault.stop();
      await scene.stop();
    },
  };
}

/** A root, and below it a CA with the role `web`. @returns the root, PEM */
async function setUpPki(vault: Vault): Promise<string> {
  const lease = { config: { max_lease_ttl: '87600h' } };
  for (const mount of ['pki', 'pki_int']) await vault.write(`sys/mounts/${mount}`, { type: 'pki', ...lease });
  const root = await vault.write('pki/root/generate/internal', {
    common_name: 'vault root',
    ttl: '80000h',
    key_type: 'ec',
  });
  const { data: { csr } = {} } = await vault.write('pki_int/intermediate/generate/internal', {
    common_name: 'vault intermediate',
    key_type: 'ec',
  });
  const signed = await vault.write('pki/root/sign-intermediate', { csr, ttl: '70000h' });
  const rootPem = String(root.data?.['certificate']);
  const certificate = `${String(signed.data?.['certificate'])}\n${rootPem}`;
  await vault.write('pki_int/intermediate/set-signed', { certificate });
  await vault.write('pki_int/roles/web', {
    allowed_domains: ['example.com'],
    allow_subdomains: true,
    key_type: 'any',
    max_ttl: '2400h',
    require_cn: false,
  });
  return rootPem;
}

async function setUpLogins(
  { plane }: ControllerScene,
  vault: Vault,
  client: CertificateFiles,
): Promise<void> {
  const policy = 'path "pki_int/sign/*" { capabilities = ["update"] }';
  await vault.write('sys/policies/acl/sign', { policy });
  for (const type of ['approle', 'cert', 'kubernetes']) await vault.write(`sys/auth/${type}`, { type });
  await vault.write('sys/auth/other-approle', { type: 'approle' });
  const grants = { token_policies: ['sign'], token_ttl: '1h' };
  await vault.write('auth/approle/role/web', { ...grants, role_id: 'web' });
  await vault.write('auth/cert/certs/web', { ...grants, certificate: client.certificatePem });
  await vault.write('auth/kubernetes/config', {
    kubernetes_host: plane.url,
    kubernetes_ca_cert: plane.caPem,
    token_reviewer_jwt: await reviewerToken(plane),
    disable_local_ca_jwt: true,
  });
  await vault.write('auth/kubernetes/role/web', {
    ...grants,
    bound_service_account_names: ['issuer'],
    bound_service_account_namespaces: [namespace],
    audience: `vault://${namespace}/account`,
  });
}

/** Vault asks the API server whether tokens are good. */
async function reviewerToken(plane: ControllerScene['plane']): Promise<string> {
  await plane.kubectlOrThrow(['-n', namespace, 'create', 'serviceaccount', 'reviewer']);
  await plane.kubectlOrThrow([
    'create',
    'clusterrolebinding',
    'reviewer',
    '--clusterrole=system:auth-delegator',
    `--serviceaccount=${namespace}:reviewer`,
  ]);
  return (await plane.kubectlOrThrow(['-n', namespace, 'create', 'token', 'reviewer'])).trim();
}
