import type { Condition } from './conditions.ts';
import type { KubeObject, Resource } from './resource.ts';

/** How the API server reaches a webhook. */
export interface WebhookClientConfig {
  readonly url?: string;
  readonly service?: {
    readonly namespace: string;
    readonly name: string;
    readonly path?: string;
    readonly port?: number;
  };
  /** PEM, base64. */
  readonly caBundle?: string;
}

/** One entry of `webhooks`, as far as we read and change it. */
export interface RegisteredWebhook {
  readonly name: string;
  readonly clientConfig: WebhookClientConfig;
  readonly [member: string]: unknown;
}

/** `admissionregistration.k8s.io/v1`, both the mutating and the validating kind. */
export interface WebhookConfiguration extends KubeObject {
  readonly webhooks?: readonly RegisteredWebhook[];
}

/** `apiregistration.k8s.io/v1 APIService`. */
export interface ApiService extends KubeObject {
  readonly spec?: {
    readonly group?: string;
    readonly version?: string;
    readonly service?: { readonly namespace?: string; readonly name?: string; readonly port?: number };
    /** PEM, base64. */
    readonly caBundle?: string;
    readonly insecureSkipTLSVerify?: boolean;
    readonly groupPriorityMinimum: number;
    readonly versionPriority: number;
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

/** `apiextensions.k8s.io/v1 CustomResourceDefinition`, as far as we read it. */
export interface CustomResourceDefinition extends KubeObject {
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly conversion?: {
      readonly strategy?: 'None' | 'Webhook';
      readonly webhook?: { readonly clientConfig?: WebhookClientConfig };
    };
  };
  readonly status?: { readonly conditions?: readonly Condition[] };
}

const admission = { group: 'admissionregistration.k8s.io', version: 'v1', namespaced: false } as const;

export const mutatingWebhookConfigurations: Resource<WebhookConfiguration> = {
  ...admission,
  kind: 'MutatingWebhookConfiguration',
  plural: 'mutatingwebhookconfigurations',
};
export const validatingWebhookConfigurations: Resource<WebhookConfiguration> = {
  ...admission,
  kind: 'ValidatingWebhookConfiguration',
  plural: 'validatingwebhookconfigurations',
};
export const apiServices: Resource<ApiService> = {
  group: 'apiregistration.k8s.io',
  version: 'v1',
  kind: 'APIService',
  plural: 'apiservices',
  namespaced: false,
};
export const customResourceDefinitions: Resource<CustomResourceDefinition> = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  plural: 'customresourcedefinitions',
  namespaced: false,
};
