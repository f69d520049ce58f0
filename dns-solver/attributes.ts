import type { Identity } from './identity.ts';
import type { StatusDetails } from './status.ts';
import type { ResourceTarget, Target } from './target.ts';

/** What somebody wants to do: `authorization.k8s.io/v1` ResourceAttributes or NonResourceAttributes. */
export type Attributes =
  | {
      readonly verb: string;
      readonly group: string;
      readonly version: string;
      readonly resource: string;
      readonly name?: string;
    }
  | { readonly verb: string; readonly path: string };

/** A request line, as far as rights go by it. */
export interface RequestLine {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly watch: boolean;
}

/** The right a request needs. Paths that are no resource need the HTTP method in lower case. */
export function attributesOf(target: Target, { method, path, watch }: RequestLine): Attributes {
  if (target.kind !== 'resource') return { verb: method.toLowerCase(), path };
  const { group, version, resource, name } = target;
  const verb = resourceVerb(method, target, watch);
  return { verb, group, version, resource, ...(name !== undefined && { name }) };
}

function resourceVerb(method: string, { name }: ResourceTarget, watch: boolean): string {
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return name === undefined ? 'deletecollection' : 'delete';
    case 'GET':
    case 'HEAD':
      return readingVerb(name, watch);
    default:
      return '';
  }
}

function readingVerb(name: string | undefined, watch: boolean): string {
  if (watch) return 'watch';
  return name === undefined ? 'list' : 'get';
}

/** Rights nobody needs to be asked about: probes come without credentials, and `system:masters` may do everything. */
export function isAlwaysAllowed(attributes: Attributes, identity: Identity): boolean {
  if (identity.groups.includes('system:masters')) return true;
  return 'path' in attributes && ['/healthz', '/livez', '/readyz'].includes(attributes.path);
}

/** The words of kube-apiserver. HTML characters are escaped: browsers show such texts. */
export function forbiddenMessage(attributes: Attributes, { username }: Identity): string {
  const user = `User ${JSON.stringify(username)} cannot ${attributes.verb}`;
  if ('path' in attributes) return escapeHtml(`forbidden: ${user} path ${JSON.stringify(attributes.path)}`);
  const { group, resource, name } = attributes;
  const which = `${resource}.${group}${name === undefined ? '' : ` ${JSON.stringify(name)}`}`;
  return escapeHtml(
    `${which} is forbidden: ${user} resource "${resource}" in API group "${group}" at the cluster scope`,
  );
}

/** `details` of the refusal. */
export function detailsOf(attributes: Attributes): StatusDetails {
  if ('path' in attributes) return {};
  const { group, resource, name } = attributes;
  return { ...(name !== undefined && { name }), group, kind: resource };
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
