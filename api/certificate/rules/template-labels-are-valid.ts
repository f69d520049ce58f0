import { isQualifiedName as isQualifiedNameCel, matches } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { isLabelValue, isQualifiedName, labelValue } from '../../field-syntax.ts';
import type { Violation } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const labels = 'spec.secretTemplate.labels';

export const templateLabelsAreValid: Rule<CertificateCandidate> = {
  id: 'certificate/template-labels-are-valid',
  field: 'spec.secretTemplate.labels',
  severity: 'deny',
  source: 'cert-manager v1.21 CE30',
  passes: [at({ secretTemplate: { labels: { 'shop.example/team': 'web' } } })],
  fails: [
    at({ secretTemplate: { labels: { team: 'web team' } } }),
    at({ secretTemplate: { labels: { '/team': 'web' } } }),
  ],
  cel: [
    { each: labels, valid: isQualifiedNameCel('entry'), value: 'entry', tells: 'label key' },
    {
      each: labels,
      valid: `!${isQualifiedNameCel('entry')} || ${matches(`object.${labels}[entry]`, labelValue)}`,
      value: `object.${labels}[entry]`,
      same: `entry + '=' + object.${labels}[entry]`,
      says: {
        field: labels,
        kind: 'Invalid',
        detail: 'is not a label value: up to 63 letters, digits, "-", "_" or "."',
      },
    },
  ],
  check({ certificate: { spec } }) {
    return Object.entries(spec.secretTemplate?.labels ?? {}).flatMap(([key, value]): Violation[] => {
      const field = labels;
      if (!isQualifiedName(key))
        return [
          {
            field,
            kind: 'Invalid',
            value: key,
            detail:
              'is not a label key: an optional DNS subdomain and "/", then up to 63 letters, digits, "-", "_" or "."',
          },
        ];
      if (isLabelValue(value)) return [];
      return [
        {
          field,
          kind: 'Invalid',
          value,
          detail: `is not a label value (of "${key}"): up to 63 letters, digits, "-", "_" or "."`,
        },
      ];
    });
  },
};
