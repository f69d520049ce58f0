import {
  certificateRequests,
  certificates,
  challenges,
  clusterIssuers,
  issuers,
  orders,
} from '../api/kinds.ts';
import { apiVersionOf, type KubeObject, type Resource } from '../api/resource.ts';

/** The kinds that are judged. */
export const ourKinds: readonly Resource[] = [
  certificates,
  certificateRequests,
  issuers,
  clusterIssuers,
  orders,
  challenges,
];

const groups: ReadonlySet<string> = new Set(['certmanager.k8s.io', ...ourKinds.map(({ group }) => group)]);

/** `cert-manager.io` of `cert-manager.io/v1`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Whether the object says that it is one of ours, served or not. */
export function isInOurGroups({ apiVersion = '' }: KubeObject): boolean {
  return groups.has(groupOf(apiVersion));
}

/** The kind of an object that is served. */
export function resourceOf({ apiVersion, kind }: KubeObject): Resource | undefined {
  return ourKinds.find((resource) => resource.kind === kind && apiVersionOf(resource) === apiVersion);
}

export function isKind(object: KubeObject, ...resources: readonly Resource[]): boolean {
  const resource = resourceOf(object);
  return resource !== undefined && resources.includes(resource);
}
