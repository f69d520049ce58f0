import { mapKey } from '../../field-syntax.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const labelled = (labels: Record<string, string>) => at({ secretTemplate: { labels } });

export const templateLabelsAreNotReserved: Rule<CertificateCandidate> = {
  id: 'certificate/template-labels-are-not-reserved',
  field: 'spec.secretTemplate.labels',
  severity: 'warn',
  source: 'gap C26: cert-manager writes the Secret over and over',
  passes: [labelled({ 'shop.example/team': 'web' })],
  fails: [
    labelled({ 'cert-manager.io/team': 'web' }),
    labelled({ 'controller.cert-manager.io/fao': 'false' }),
  ],
  check({ certificate: { spec } }) {
    return Object.keys(spec.secretTemplate?.labels ?? {})
      .filter((key) => /^(controller\.)?cert-manager\.io\//.test(key))
      .map((key) => ({
        field: mapKey('spec.secretTemplate.labels', key),
        kind: 'Invalid' as const,
        detail: 'reserved for the controller: use a domain of your own',
      }));
  },
};
