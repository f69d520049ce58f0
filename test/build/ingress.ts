import type { Certificate } from '../../api/certificate/certificate.ts';
import { certificates } from '../../api/kinds.ts';
import { type Ingress, ingresses } from '../../api/networking.ts';
import { build, metadataOf } from './object.ts';

type Texts = Readonly<Record<string, string>>;

/** `web/shop`: an Ingress for shop.example over TLS from the Secret `shop-tls`, with the Issuer `ca`. */
export function askingIngress(
  annotations: Texts = {},
  { labels = {}, tls = [{ hosts: ['shop.example'], secretName: 'shop-tls' }] }: AskingIngress = {},
): Ingress {
  const said = { 'cert-manager.io/issuer': 'ca', ...annotations };
  const metadata = metadataOf(ingresses, { metadata: { annotations: said, labels } });
  return { metadata, spec: { tls } };
}

export interface AskingIngress {
  readonly labels?: Texts;
  readonly tls?: NonNullable<NonNullable<Ingress['spec']>['tls']>;
}

/** The Certificate that upstream would have made from {@link askingIngress}. */
export function certificateOf(
  owner: Ingress,
  spec: Partial<Certificate['spec']> = {},
  metadata: Certificate['metadata'] = {},
): Certificate {
  const { name = '', uid = '' } = owner.metadata;
  const usual = {
    secretName: 'shop-tls',
    issuerRef: { name: 'ca', kind: 'Issuer', group: 'cert-manager.io' },
    dnsNames: ['shop.example'],
    usages: ['digital signature', 'key encipherment'],
  } satisfies Certificate['spec'];
  const ownerReferences = [
    { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name, uid, controller: true },
  ];
  return build(certificates, usual, {
    name: 'shop-tls',
    spec,
    metadata: { ownerReferences, ...metadata },
  });
}
