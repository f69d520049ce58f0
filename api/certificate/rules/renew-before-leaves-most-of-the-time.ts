import type { Rule } from '../../rule.ts';
import { lifetime, statedDuration } from '../lifetimes.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewBeforeLeavesMostOfTheTime: Rule<CertificateCandidate> = {
  id: 'certificate/renew-before-leaves-most-of-the-time',
  field: 'spec.renewBefore',
  severity: 'warn',
  source:
    'gaps C34, C35: ACME servers and others grant what they like, and a margin as long as that is ignored',
  passes: [at({ duration: '24h', renewBefore: '16h' }), at({ renewBefore: '360h' })],
  fails: [at({ duration: '24h', renewBefore: '23h' }), at({ duration: '8760h', renewBefore: '8000h' })],
  check({ certificate: { spec } }) {
    const before = statedDuration(spec.renewBefore);
    const whole = lifetime(spec);
    if (before === undefined || before >= whole || before * 10n <= whole * 9n) return [];
    const detail = 'renewed after a tenth of its duration or less; ignored if the issuer grants less time';
    return [{ field: 'spec.renewBefore', kind: 'Invalid', value: spec.renewBefore ?? '', detail }];
  },
};
