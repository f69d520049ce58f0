/**
 * Where the API of a Vault has what people name in many ways: some members of the spec are paths of the API
 * (`/v1/auth/kubernetes`), others paths below it (`pki/sign/web`), others bare mounts (`approle`). Every way is understood
 * in every member.
 *
 * @returns below `/v1/`, without slashes around it
 */
export function apiPath(stated: string): string {
  return stated.replace(/^\/+/, '').replace(/^v1\//, '').replace(/\/+$/, '');
}

/**
 * Where one logs in.
 *
 * @param stated the mount, in any way; the usual one when empty
 */
export function loginPath(stated: string | undefined, usual: string): string {
  const mount = apiPath(stated ?? '').replace(/^auth\//, '');
  return `auth/${mount === '' ? usual : mount}/login`;
}
