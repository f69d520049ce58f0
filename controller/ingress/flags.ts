import * as flag from '../../runtime/flags.ts';
import { type IngressSettings, defaultIngressSettings } from './settings.ts';

const { autoAnnotations, defaultIssuer } = defaultIngressSettings;

/** Upstream's flags about Certificates from Ingresses. */
export const ingressFlags = {
  'auto-certificate-annotations': flag.list(
    'Annotations of an Ingress that ask for Certificates when they are true',
    autoAnnotations,
  ),
  'default-issuer-name': flag.text('Issuer for Ingresses that name none', defaultIssuer.name),
  'default-issuer-kind': flag.text('Its kind', defaultIssuer.kind),
  'default-issuer-group': flag.text('Its group', defaultIssuer.group),
  'enable-gateway-api': flag.boolean('Make Certificates from Gateways, too', false),
  'enable-gateway-api-listenerset': flag.notServed('ListenerSets', 'put listeners into the Gateway itself'),
  'gateway-api-extra-protocols': flag.list('Protocols of listeners that end TLS, beside HTTPS and TLS'),
  'extra-certificate-annotations': flag.list('Annotations of an Ingress that its Certificates get, too'),
};

/** @param chosen what `--controllers` and feature gates leave in */
export function ingressSettings(
  values: flag.FlagValues<typeof ingressFlags>,
  chosen: { readonly ingresses: boolean; readonly gateways: boolean },
): IngressSettings {
  return {
    enabled: chosen.ingresses,
    autoAnnotations: values['auto-certificate-annotations'],
    defaultIssuer: {
      name: values['default-issuer-name'],
      kind: values['default-issuer-kind'],
      group: values['default-issuer-group'],
    },
    extraAnnotations: values['extra-certificate-annotations'],
    gateways: {
      enabled: values['enable-gateway-api'] && chosen.gateways,
      extraProtocols: values['gateway-api-extra-protocols'],
    },
  };
}
