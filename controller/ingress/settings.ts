/** How Certificates are made from Ingresses; upstream's `ingressShimConfig`. */
export interface IngressSettings {
  /** Off: Ingresses are not even watched. */
  readonly enabled: boolean;
  /** Annotations that ask for Certificates when they are true. */
  readonly autoAnnotations: readonly string[];
  /** For Ingresses that do not name an issuer; an empty name means there is none. */
  readonly defaultIssuer: { readonly name: string; readonly kind: string; readonly group: string };
  /** Annotations of an Ingress that its Certificates get. */
  readonly extraAnnotations: readonly string[];
  /** Gateways ask, too, where that is on; listeners of further protocols end TLS as well. */
  readonly gateways: { readonly enabled: boolean; readonly extraProtocols: readonly string[] };
}

export const defaultIngressSettings: IngressSettings = {
  enabled: true,
  autoAnnotations: ['kubernetes.io/tls-acme'],
  defaultIssuer: { name: '', kind: 'Issuer', group: 'cert-manager.io' },
  extraAnnotations: [],
  gateways: { enabled: false, extraProtocols: [] },
};
