/** The token of `Authorization: Bearer <token>`, read as kube-apiserver reads it. */
export function bearerToken(header: string | undefined): string | undefined {
  const [scheme, token] = header?.trim().split(' ') ?? [];
  if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') return undefined;
  return token;
}
