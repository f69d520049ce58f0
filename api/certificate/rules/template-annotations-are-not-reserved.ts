import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const templateAnnotationsAreNotReserved: Rule<CertificateCandidate> = {
  id: 'certificate/template-annotations-are-not-reserved',
  field: 'spec.secretTemplate.annotations',
  severity: 'deny',
  source: 'cert-manager v1.21 CE31',
  passes: [at({ secretTemplate: { annotations: { 'cert-manager.io/allow-direct-injection': 'true' } } })],
  fails: [at({ secretTemplate: { annotations: { 'cert-manager.io/issuer-name': 'x' } } })],
  cel: [
    {
      each: 'spec.secretTemplate.annotations',
      valid: "!entry.startsWith('cert-manager.io/') || entry == 'cert-manager.io/allow-direct-injection'",
      value: 'entry',
    },
  ],
  check({ certificate: { spec } }) {
    const keys = Object.keys(spec.secretTemplate?.annotations ?? {});
    const reserved = keys.filter(
      (key) => key.startsWith('cert-manager.io/') && key !== 'cert-manager.io/allow-direct-injection',
    );
    return reserved.map((key) => ({
      field: 'spec.secretTemplate.annotations',
      kind: 'Invalid' as const,
      value: key,
      detail: 'cert-manager.io/* annotations are written by the controller; leave it out',
    }));
  },
};
