import { createHash } from 'node:crypto';
import {
  challengePayloadApiVersion,
  challengePayloadKind,
} from '../api/challenge-payload/challenge-payload.ts';

/** The only version a DNS01 solver group has: cert-manager asks for no other. */
export const solverVersion = 'v1alpha1';

/** The content type of aggregated discovery; the aggregator compares it letter by letter. */
export const aggregatedContentType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';

/** What this process serves: every solver in every group. */
export interface Offer {
  readonly groups: readonly string[];
  readonly solvers: readonly string[];
}

/** The kind of the objects that are posted; its group is not the one in the URL, which is the Issuer's `groupName`. */
const [payloadGroup = '', payloadVersion = ''] = challengePayloadApiVersion.split('/');
const payloadKind = { group: payloadGroup, version: payloadVersion, kind: challengePayloadKind } as const;

/** `apidiscovery.k8s.io/v2` APIGroupDiscoveryList: everything in one document (Kubernetes 1.30 and later ask for it). */
export function aggregatedDiscovery(offer: Offer): object {
  const resources = offer.solvers.map((resource) => ({
    resource,
    scope: 'Cluster',
    singularResource: challengePayloadKind,
    verbs: ['create'],
    responseKind: payloadKind, // always there: client-go 0.26 crashed without it
  }));
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: offer.groups.map((name) => ({
      metadata: { name },
      versions: [{ version: solverVersion, freshness: 'Current', resources }],
    })),
  };
}

function groupOf(name: string): object {
  const version = { groupVersion: `${name}/${solverVersion}`, version: solverVersion };
  return { name, versions: [version], preferredVersion: version };
}

/** `v1` APIGroupList: `/apis` for older callers. */
export function groupList(offer: Offer): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: offer.groups.map(groupOf) };
}

/** `v1` APIGroup: `/apis/<group>`. */
export function apiGroup(group: string): object {
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupOf(group) };
}

/** `v1` APIResourceList: `/apis/<group>/v1alpha1`, which is also how the aggregator asks whether we are well. */
export function resourceList(group: string, offer: Offer): object {
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: `${group}/${solverVersion}`,
    resources: offer.solvers.map((name) => ({
      name,
      singularName: challengePayloadKind,
      namespaced: false,
      ...payloadKind,
      verbs: ['create'],
    })),
  };
}

/** `/`: every path there is. */
export function pathList(offer: Offer): object {
  const ofGroups = offer.groups.flatMap((group) => [`/apis/${group}`, `/apis/${group}/${solverVersion}`]);
  const others = ['/healthz', '/livez', '/metrics', '/openapi/v2', '/openapi/v3', '/readyz', '/version'];
  return {
    paths: ['/apis', ...ofGroups, ...others],
  };
}

/** A strong entity tag (RFC 9110 section 8.8.3): quoted upper-case hex of the SHA-512, as Kubernetes makes them. */
export function entityTag(body: string): string {
  return `"${createHash('sha512').update(body).digest('hex').toUpperCase()}"`;
}

/** Whether `If-None-Match` names this tag. */
export function matchesTag(header: string | undefined, tag: string): boolean {
  return header?.split(',').some((one) => one.trim() === tag || one.trim() === '*') ?? false;
}
