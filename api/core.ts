import type { Condition } from './conditions.ts';
import type { KubeObject, Resource } from './resource.ts';

export * from './networking.ts';
export * from './registration.ts';
export * from './secret.ts';

/** `v1 ConfigMap`. */
export interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
  /** Values are base64. */
  readonly binaryData?: Readonly<Record<string, string>>;
}

/** Which object something is about. */
export interface ObjectReference {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly namespace?: string;
  readonly name?: string;
  readonly uid?: string;
  readonly resourceVersion?: string;
  readonly fieldPath?: string;
}

/** `v1 Event`: what `kubectl describe` lists below an object. */
export interface Event extends KubeObject {
  readonly involvedObject: ObjectReference;
  readonly type?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly source?: { readonly component?: string; readonly host?: string };
  readonly count?: number;
  /** RFC 3339. */
  readonly firstTimestamp?: string;
  /** RFC 3339. */
  readonly lastTimestamp?: string;
  readonly eventTime?: string | null;
  readonly reportingComponent?: string;
  readonly reportingInstance?: string;
  readonly action?: string;
}

/** `v1 Namespace`. */
export interface Namespace extends KubeObject {
  readonly status?: { readonly phase?: string };
}

/** `v1 Pod`, as far as we make and read it. */
export interface Pod extends KubeObject {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: {
    readonly phase?: string;
    readonly podIP?: string;
    readonly conditions?: readonly Condition[];
    readonly containerStatuses?: readonly {
      readonly image?: string;
      readonly state?: { readonly waiting?: { readonly reason?: string } };
    }[];
  };
}

/** `v1 Service`, as far as we make and read it. */
export interface Service extends KubeObject {
  readonly spec?: {
    readonly type?: string;
    readonly clusterIP?: string;
    readonly externalName?: string;
    readonly selector?: Readonly<Record<string, string>>;
    readonly ports?: readonly ServicePort[];
  };
}

export interface ServicePort {
  readonly name?: string;
  readonly protocol?: string;
  readonly port: number;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
}

/** `coordination.k8s.io/v1 Lease`. Times are RFC 3339 with microseconds. */
export interface Lease extends KubeObject {
  readonly spec?: {
    readonly holderIdentity?: string;
    readonly leaseDurationSeconds?: number;
    readonly acquireTime?: string;
    readonly renewTime?: string;
    readonly leaseTransitions?: number;
  };
}

const core = { group: '', version: 'v1' } as const;

export const configMaps: Resource<ConfigMap> = {
  ...core,
  kind: 'ConfigMap',
  plural: 'configmaps',
  namespaced: true,
};
export const events: Resource<Event> = { ...core, kind: 'Event', plural: 'events', namespaced: true };
export const namespaces: Resource<Namespace> = {
  ...core,
  kind: 'Namespace',
  plural: 'namespaces',
  namespaced: false,
};
export const pods: Resource<Pod> = { ...core, kind: 'Pod', plural: 'pods', namespaced: true };
export const services: Resource<Service> = { ...core, kind: 'Service', plural: 'services', namespaced: true };
export const leases: Resource<Lease> = {
  group: 'coordination.k8s.io',
  version: 'v1',
  kind: 'Lease',
  plural: 'leases',
  namespaced: true,
};
