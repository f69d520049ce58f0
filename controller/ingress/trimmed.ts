import type { Ingress } from '../../api/networking.ts';
import type { IngressSettings } from './settings.ts';

/**
 * What is kept of an Ingress in memory: what Certificates are made from. Rules, backends, status and the annotations of
 * ingress controllers are not.
 */
export function trimIngress(settings: IngressSettings): (ingress: Ingress) => Ingress {
  const names = new Set([...settings.autoAnnotations, ...settings.extraAnnotations]);
  const isRead = ([name]: readonly [string, string]): boolean =>
    name.startsWith('cert-manager.io/') || name.startsWith('acme.cert-manager.io/') || names.has(name);
  return ({ metadata, spec }) => {
    const { managedFields: _, annotations = {}, ...rest } = metadata;
    const read = Object.fromEntries(Object.entries(annotations).filter(isRead));
    return {
      metadata: { ...rest, annotations: read },
      spec: spec?.tls === undefined ? {} : { tls: spec.tls },
    };
  };
}
