/** Health endpoints of a Kubernetes API server. */
export type HealthEndpoint = 'healthz' | 'livez' | 'readyz';

/**
 * What a request is for. Authorisation and dispatch both go by this one value, so that they can never read a path
 * differently.
 */
export type Target =
  | { readonly kind: 'health'; readonly endpoint: HealthEndpoint; readonly check?: string }
  | { readonly kind: 'paths' | 'version' | 'metrics' | 'openapiV2' | 'openapiV3' | 'groups' | 'unknown' }
  | { readonly kind: 'openapiOfGroup'; readonly group: string; readonly version: string }
  | { readonly kind: 'group'; readonly group: string }
  | { readonly kind: 'resources'; readonly group: string; readonly version: string }
  | ResourceTarget;

/** `/apis/<group>/<version>/<resource>[/<name>]`: what Kubernetes calls a resource request. */
export interface ResourceTarget {
  readonly kind: 'resource';
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly name?: string;
}

const single = {
  '/': 'paths',
  '/version': 'version',
  '/metrics': 'metrics',
  '/openapi/v2': 'openapiV2',
  '/openapi/v3': 'openapiV3',
  '/apis': 'groups',
} as const;

/**
 * Reads a path as kube-apiserver does: percent-decoded, case-sensitive, one trailing slash ignored.
 *
 * @param path without the query
 */
export function readTarget(path: string): Target {
  const decoded = decodePath(path);
  if (decoded === undefined) return { kind: 'unknown' };
  const plain = decoded.length > 1 && decoded.endsWith('/') ? decoded.slice(0, -1) : decoded;
  if (isSingle(plain)) return { kind: single[plain] };
  const [, root = '', ...rest] = plain.split('/');
  if (rest.includes('')) return { kind: 'unknown' };
  if (isHealthEndpoint(root)) return readHealth(root, rest);
  if (root === 'openapi') return readOpenApi(rest);
  return root === 'apis' ? readApi(rest) : { kind: 'unknown' };
}

function isSingle(path: string): path is keyof typeof single {
  return Object.hasOwn(single, path);
}

function isHealthEndpoint(word: string): word is HealthEndpoint {
  return word === 'healthz' || word === 'livez' || word === 'readyz';
}

function readHealth(endpoint: HealthEndpoint, rest: readonly string[]): Target {
  const [check, ...more] = rest;
  if (more.length > 0) return { kind: 'unknown' };
  return check === undefined ? { kind: 'health', endpoint } : { kind: 'health', endpoint, check };
}

/** `/openapi/v3/apis/<group>/<version>` */
function readOpenApi([format, apis, group, version, ...more]: readonly string[]): Target {
  if (format !== 'v3' || apis !== 'apis' || more.length > 0) return { kind: 'unknown' };
  if (group === undefined || version === undefined) return { kind: 'unknown' };
  return { kind: 'openapiOfGroup', group, version };
}

function readApi([group, version, resource, name, ...more]: readonly string[]): Target {
  if (group === undefined || more.length > 0) return { kind: 'unknown' };
  if (version === undefined) return { kind: 'group', group };
  if (resource === undefined) return { kind: 'resources', group, version };
  const target = { kind: 'resource', group, version, resource } as const;
  return name === undefined ? target : { ...target, name };
}

function decodePath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
