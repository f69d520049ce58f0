import { X509Certificate } from 'node:crypto';
import { Gauge, type Registry } from '@prometheus-io/client';
import type { CertificateSource } from './serving-certificate.ts';

/** Shows when the certificate that we serve with ends: nobody else watches that one. */
export function addServingMetric(registry: Registry, certificate: CertificateSource): void {
  const gauge = new Gauge({
    name: 'certloom_serving_certificate_expiration_timestamp_seconds',
    help: 'The timestamp after which the certificate that this process serves HTTPS with expires; 0 while there is none.',
    registers: [],
    collect() {
      const { certificatePem } = certificate.current() ?? {};
      const end =
        certificatePem === undefined ? 0 : new X509Certificate(certificatePem).validToDate.getTime();
      this.set(end / 1000);
    },
  });
  registry.registerMetric(gauge);
}
