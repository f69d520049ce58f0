import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewalWindowsNeedRenewal: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-windows-need-renewal',
  field: 'spec.renewal.windows',
  severity: 'deny',
  source: 'cert-manager v1.21 CE41',
  passes: [at({ renewal: { policy: 'Disabled' } })],
  fails: [at({ renewal: { policy: 'Disabled', windows: [{ cron: '0 2 * * *', windowDuration: '2h' }] } })],
  cel: [
    {
      valid:
        "!has(object.spec.renewal) || !has(object.spec.renewal.policy) || object.spec.renewal.policy != 'Disabled' || !has(object.spec.renewal.windows) || size(object.spec.renewal.windows) == 0",
    },
  ],
  check({ certificate: { spec } }) {
    if (spec.renewal?.policy !== 'Disabled' || !spec.renewal.windows?.length) return [];
    return [
      {
        field: 'spec.renewal.windows',
        kind: 'Forbidden',
        detail: 'a certificate that is never renewed (policy: Disabled) has no renewal windows',
      },
    ];
  },
};
