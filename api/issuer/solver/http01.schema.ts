import { integer, list, object, optional, stringMap, text } from '../../schema/fields.ts';
import { metadataTemplate, podTemplate } from './pod-template.schema.ts';

const dnsSubdomain = '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*';
const serviceType = () =>
  optional(text('Type of the Service in front of the pod: NodePort (when left out) or ClusterIP.'));

const parentRef = object('A Gateway (or another parent) that the HTTPRoute attaches to.', {
  group: optional(
    text('API group of the parent.', {
      default: 'gateway.networking.k8s.io',
      maxLength: 253,
      pattern: `^$|^${dnsSubdomain}$`,
    }),
  ),
  kind: optional(
    text('Kind of the parent.', {
      default: 'Gateway',
      minLength: 1,
      maxLength: 63,
      pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$',
    }),
  ),
  namespace: optional(
    text('Namespace of the parent; that of the HTTPRoute when left out.', {
      minLength: 1,
      maxLength: 63,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$',
    }),
  ),
  name: text('Name of the parent.', { minLength: 1, maxLength: 253 }),
  sectionName: optional(
    text('Name of the listener; all listeners that allow the route when left out.', {
      minLength: 1,
      maxLength: 253,
      pattern: `^${dnsSubdomain}$`,
    }),
  ),
  port: optional(
    integer('Port of the listener; all when left out.', { format: 'int32', minimum: 1, maximum: 65535 }),
  ),
});

const gatewayHTTPRoute = object(
  'Publishes the proof through the Gateway API: an HTTPRoute for every challenge. The cluster must serve gateway.networking.k8s.io/v1.',
  {
    parentRefs: optional(
      list(
        'Gateways the HTTPRoute attaches to. May be left out if annotations of the Certificate name one.',
        parentRef,
      ),
    ),
    labels: optional(stringMap('Labels for the HTTPRoute.')),
    serviceType: serviceType(),
    podTemplate: optional(podTemplate),
  },
);

const ingress = object(
  'Publishes the proof through an ingress controller: an Ingress for every challenge, or an entry in one that exists. At most one of class, ingressClassName and name.',
  {
    ingressClassName: optional(text('IngressClass of the Ingress that is made (its spec.ingressClassName).')),
    class: optional(
      text(
        'Value of the older annotation kubernetes.io/ingress.class, for ingress controllers that know only that.',
      ),
    ),
    name: optional(
      text(
        'Ingress that is edited instead of making one, in the namespace of the Certificate. For ingress controllers that give every Ingress an address of its own.',
      ),
    ),
    serviceType: serviceType(),
    podTemplate: optional(podTemplate),
    ingressTemplate: optional(
      object('Changes to the Ingress that is made.', { metadata: optional(metadataTemplate('Ingress')) }),
    ),
  },
);

export const http01 = object(
  'Proves control by a file on port 80 of the name (RFC 8555 8.3). Exactly one of ingress and gatewayHTTPRoute. Wildcards cannot be proven this way.',
  {
    ingress: optional(ingress),
    gatewayHTTPRoute: optional(gatewayHTTPRoute),
  },
);
