import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const outputFormatsAreUnique: Rule<CertificateCandidate> = {
  id: 'certificate/output-formats-are-unique',
  field: 'spec.additionalOutputFormats',
  severity: 'deny',
  source: 'cert-manager v1.21 CE36',
  passes: [at({ additionalOutputFormats: [{ type: 'DER' }, { type: 'CombinedPEM' }] })],
  fails: [at({ additionalOutputFormats: [{ type: 'DER' }, { type: 'DER' }] })],
  cel: [
    {
      valid:
        '!has(object.spec.additionalOutputFormats) || object.spec.additionalOutputFormats.all(one, object.spec.additionalOutputFormats.exists_one(other, other.type == one.type))',
      value:
        'object.spec.additionalOutputFormats.filter(one, !object.spec.additionalOutputFormats.exists_one(other, other.type == one.type))[0].type',
    },
  ],
  check({ certificate: { spec } }) {
    const types = (spec.additionalOutputFormats ?? []).map(({ type }) => type);
    const repeated = types.filter((type, index) => types.indexOf(type) !== index);
    return repeated.map((type) => ({
      field: 'spec.additionalOutputFormats[type]',
      kind: 'Duplicate' as const,
      value: type,
      detail: '',
    }));
  },
};
