import type { Rule } from '../../rule.ts';
import { keyUsages } from '../../schema/usages.ts';
import { at } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

export const usagesAreKnown: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/usages-are-known',
  field: 'spec.usages',
  severity: 'deny',
  source: 'cert-manager v1.21 CR3',
  passes: [at({ spec: { usages: ['server auth'] } })],
  fails: [at({ spec: { usages: ['serverAuth'] } })],
  beyondCel: 'schema-first',
  check(after, before) {
    if (before) return [];
    return (after.request.spec.usages ?? []).flatMap((usage, index) =>
      keyUsages.includes(usage)
        ? []
        : [
            {
              field: `spec.usages[${index}]`,
              kind: 'Invalid' as const,
              value: usage,
              detail: 'unknown keyusage',
            },
          ],
    );
  },
};
