import type { KubeObject } from '../../api/resource.ts';
import type { AskingKind } from './asking-kind.ts';
import type { IngressSettings } from './settings.ts';

/**
 * What is kept in memory of an Ingress, or of another kind that asks: what Certificates are made from. Rules, backends,
 * status and the annotations of others are not.
 */
export function trimAsking<T extends KubeObject>(
  kind: AskingKind<T>,
  settings: IngressSettings,
): (object: T) => T {
  const names = new Set([...kind.autoAnnotations, ...settings.extraAnnotations]);
  const isRead = ([name]: readonly [string, string]): boolean =>
    name.startsWith('cert-manager.io/') || name.startsWith('acme.cert-manager.io/') || names.has(name);
  return (object) => {
    const { managedFields: _, annotations = {}, ...rest } = object.metadata;
    const read = Object.fromEntries(Object.entries(annotations).filter(isRead));
    const trimmed: KubeObject & { readonly spec: object } = {
      metadata: { ...rest, annotations: read },
      spec: kind.trimmedSpec(object),
    };
    return trimmed as unknown as T;
  };
}
