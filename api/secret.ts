import type { KubeObject, Resource } from './resource.ts';

/** `v1 Secret`. */
export interface Secret extends KubeObject {
  /** For example `kubernetes.io/tls`; it cannot be changed. */
  readonly type?: string;
  readonly immutable?: boolean;
  /** Values are base64. */
  readonly data?: Readonly<Record<string, string>>;
}

export const secrets: Resource<Secret> = {
  group: '',
  version: 'v1',
  kind: 'Secret',
  plural: 'secrets',
  namespaced: true,
};
