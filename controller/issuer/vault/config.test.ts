import { describe, expect, it } from 'vitest';

import type { VaultIssuer } from '../../../api/issuer/issuer.ts';
import { configProblem } from './config.ts';

const server = 'https://vault.example:8200';
const path = 'pki/sign/web';
const ref = { name: 'vault', key: 'secret' };
const token = { tokenSecretRef: { name: 'vault' } };
const appRole = { path: 'approle', roleId: 'web', secretRef: ref };
const kubernetes = { role: 'web', serviceAccountRef: { name: 'vault' } };

type Case = [words: string, auth: VaultIssuer['auth'], vault?: Partial<VaultIssuer>];

describe('a Vault issuer', () => {
  it.each<Case>([
    ['a token', token],
    ['an AppRole', { appRole }],
    ['a client certificate', { clientCertificate: { secretName: 'pair' } }],
    [
      'the certificate of its connections',
      { clientCertificate: {} },
      { clientCertSecretRef: { name: 'pair' }, clientKeySecretRef: { name: 'pair' } },
    ],
    ['a ServiceAccount', { kubernetes }],
    ['a token of a ServiceAccount', { kubernetes: { role: 'web', secretRef: ref } }],
    // clients written in Go spell out what is not set
    [
      'a ServiceAccount, and nothing else',
      { kubernetes: { ...kubernetes, secretRef: { name: '', key: '' } } },
    ],
  ])('can log in by %s', (_, auth, vault = {}) => {
    expect(configProblem({ server, path, auth, ...vault })).toBeUndefined();
  });

  it.each<Case>([
    ['Vault server and path are required fields', token, { server: '' }],
    ['Vault server and path are required fields', token, { path: '' }],
    [
      'Vault server must be a URL, such as https://vault.example:8200: change spec.vault.server',
      token,
      { server: 'vault:8200' },
    ],
    ['Vault tokenSecretRef, appRole, clientCertificate, kubernetes, or aws is required', {}],
    ['Multiple auth methods cannot be set on the same Vault issuer', { ...token, appRole }],
    ['Vault Token auth requires tokenSecretRef.name', { tokenSecretRef: { name: '' } }],
    [
      'Vault AppRole auth requires both roleId and tokenSecretRef.name',
      { appRole: { ...appRole, roleId: '' } },
    ],
    ['Vault AppRole auth requires secretRef.key', { appRole: { ...appRole, secretRef: { name: 'vault' } } }],
    ['Vault Kubernetes auth requires a role to be set', { kubernetes: { ...kubernetes, role: '' } }],
    [
      'Vault Kubernetes auth cannot be used with both secretRef.name and serviceAccountRef.name',
      { kubernetes: { ...kubernetes, secretRef: ref } },
    ],
    [
      'Vault Kubernetes auth requires either secretRef.name or serviceAccountRef.name to be set',
      { kubernetes: { role: 'web', secretRef: { name: '' } } },
    ],
    [
      'Vault Client Certificate auth requires a certificate: set spec.vault.auth.clientCertificate.secretName, or clientCertSecretRef and clientKeySecretRef',
      { clientCertificate: {} },
    ],
    [
      'Vault Client Certificate auth requires HTTPS: change spec.vault.server',
      { clientCertificate: { secretName: 'pair' } },
      { server: 'http://vault.example' },
    ],
    [
      'Vault caBundle and caBundleSecretRef cannot both be set',
      token,
      { caBundle: 'eA==', caBundleSecretRef: { name: 'ca' } },
    ],
    [
      'Vault clientCertSecretRef and clientKeySecretRef go together: set both or neither',
      token,
      { clientKeySecretRef: { name: 'pair' } },
    ],
  ])('says what is wrong: %s', (words, auth, vault = {}) => {
    expect(configProblem({ server, path, auth, ...vault })).toBe(words);
  });
});
