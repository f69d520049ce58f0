import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const secretNameIsSet: Rule<CertificateCandidate> = {
  id: 'certificate/secret-name-is-set',
  field: 'spec.secretName',
  severity: 'deny',
  source: 'cert-manager v1.21 CE1',
  passes: [at({})],
  fails: [at({ secretName: undefined }), at({ secretName: '' })],
  cel: [{ valid: "object.spec.secretName != ''" }],
  check({ certificate: { spec } }) {
    if (spec.secretName) return [];
    return [
      {
        field: 'spec.secretName',
        kind: 'Required',
        detail: 'name the Secret that shall hold the certificate',
      },
    ];
  },
};
