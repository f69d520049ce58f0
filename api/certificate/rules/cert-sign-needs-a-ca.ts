import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const certSignNeedsACa: Rule<CertificateCandidate> = {
  id: 'certificate/cert-sign-needs-a-ca',
  field: 'spec.usages',
  severity: 'warn',
  source: 'gap C39: signed as asked; RFC 5280 section 4.2.1.3',
  passes: [
    at({ isCA: true, commonName: 'ca', usages: ['cert sign', 'crl sign'] }),
    at({ usages: ['server auth'] }),
  ],
  fails: [at({ usages: ['cert sign'] })],
  check({ certificate: { spec } }) {
    if (spec.isCA) return [];
    return (spec.usages ?? []).flatMap((usage, index) =>
      usage === 'cert sign'
        ? [
            {
              field: `spec.usages[${index}]`,
              kind: 'Invalid' as const,
              value: usage,
              detail: 'only a CA may sign certificates: set isCA, or leave it out',
            },
          ]
        : [],
    );
  },
};
