import type { Rule } from '../../rule.ts';
import { keyUsages } from '../../schema/usages.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const usagesAreKnown: Rule<CertificateCandidate> = {
  id: 'certificate/usages-are-known',
  field: 'spec.usages',
  severity: 'deny',
  source: 'cert-manager v1.21 CE28; RFC 5280 sections 4.2.1.3 and 4.2.1.12',
  passes: [at({ usages: ['server auth', 'digital signature'] })],
  fails: [at({ usages: ['serverAuth' as 'server auth'] })],
  beyondCel: 'schema-first',
  check({ certificate: { spec } }) {
    return (spec.usages ?? []).flatMap((usage, index) =>
      keyUsages.includes(usage)
        ? []
        : [
            {
              field: `spec.usages[${index}]`,
              kind: 'Invalid' as const,
              value: usage,
              detail: `unknown; known are ${keyUsages.join(', ')}`,
            },
          ],
    );
  },
};
