import type { VaultIssuer } from '../../../api/issuer/issuer.ts';

type Auth = VaultIssuer['auth'];

const logins = ['tokenSecretRef', 'appRole', 'clientCertificate', 'kubernetes', 'aws'] as const;

/** Why nobody could be asked by such a spec, mostly in upstream's words; `undefined` when it is whole. */
export function configProblem(vault: VaultIssuer): string | undefined {
  if (vault.server === '' || vault.path === '') return 'Vault server and path are required fields';
  const protocol = URL.parse(vault.server)?.protocol;
  if (protocol !== 'https:' && protocol !== 'http:') {
    return 'Vault server must be a URL, such as https://vault.example:8200: change spec.vault.server';
  }
  const stated = logins.filter((login) => vault.auth[login] !== undefined);
  const [login] = stated;
  if (login === undefined) {
    return 'Vault tokenSecretRef, appRole, clientCertificate, kubernetes, or aws is required';
  }
  if (stated.length > 1) return 'Multiple auth methods cannot be set on the same Vault issuer';
  return problems[login](vault) ?? trustProblem(vault);
}

const problems = {
  tokenSecretRef: ({ auth }) =>
    auth.tokenSecretRef?.name === '' ? 'Vault Token auth requires tokenSecretRef.name' : undefined,
  appRole: ({ auth }) => appRoleProblem(auth),
  clientCertificate: (vault) => certificateProblem(vault),
  kubernetes: ({ auth }) => kubernetesProblem(auth),
  aws: () =>
    'This edition does not log in to Vault by spec.vault.auth.aws: use appRole, clientCertificate, kubernetes or tokenSecretRef',
} satisfies Readonly<Record<(typeof logins)[number], (vault: VaultIssuer) => string | undefined>>;

function appRoleProblem({ appRole }: Auth): string | undefined {
  if (appRole === undefined) return undefined;
  if (appRole.roleId === '' || appRole.secretRef.name === '') {
    return 'Vault AppRole auth requires both roleId and tokenSecretRef.name';
  }
  return isSet(appRole.secretRef.key) ? undefined : 'Vault AppRole auth requires secretRef.key';
}

function kubernetesProblem({ kubernetes }: Auth): string | undefined {
  if (kubernetes === undefined) return undefined;
  if (kubernetes.role === '') return 'Vault Kubernetes auth requires a role to be set';
  const hasSecret = isSet(kubernetes.secretRef?.name);
  const hasAccount = isSet(kubernetes.serviceAccountRef?.name);
  if (hasSecret && hasAccount) {
    return 'Vault Kubernetes auth cannot be used with both secretRef.name and serviceAccountRef.name';
  }
  return hasSecret || hasAccount
    ? undefined
    : 'Vault Kubernetes auth requires either secretRef.name or serviceAccountRef.name to be set';
}

/** Upstream finds these out at the login, which Vault then refuses without saying why. */
function certificateProblem({ server, auth, clientCertSecretRef }: VaultIssuer): string | undefined {
  if (!isSet(auth.clientCertificate?.secretName) && clientCertSecretRef === undefined) {
    return 'Vault Client Certificate auth requires a certificate: set spec.vault.auth.clientCertificate.secretName, or clientCertSecretRef and clientKeySecretRef';
  }
  if (server.startsWith('https:')) return undefined;
  return 'Vault Client Certificate auth requires HTTPS: change spec.vault.server';
}

function trustProblem({ caBundle, caBundleSecretRef, ...pair }: VaultIssuer): string | undefined {
  if (isSet(caBundle) && caBundleSecretRef !== undefined) {
    return 'Vault caBundle and caBundleSecretRef cannot both be set';
  }
  if ((pair.clientCertSecretRef === undefined) === (pair.clientKeySecretRef === undefined)) return undefined;
  return 'Vault clientCertSecretRef and clientKeySecretRef go together: set both or neither';
}

function isSet(text: string | undefined): boolean {
  return text !== undefined && text !== '';
}
