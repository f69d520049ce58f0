import type { Certificate, CertificateSpec, CertificateStatus } from '../../api/certificate/certificate.ts';
import { certificates } from '../../api/kinds.ts';
import { build, type Overrides } from './object.ts';

/** `web/shop`: a certificate for shop.example from the Issuer `ca`, in the Secret `shop-tls`. */
export function certificate(overrides: Overrides<CertificateSpec, CertificateStatus> = {}): Certificate {
  const spec: CertificateSpec = {
    secretName: 'shop-tls',
    issuerRef: { name: 'ca' },
    dnsNames: ['shop.example'],
  };
  return build(certificates, spec, overrides);
}
