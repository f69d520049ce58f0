import type { Rule } from '../../rule.ts';
import { fiveMinutes, lifetime } from '../lifetimes.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewBeforePercentageLeavesFiveMinutes: Rule<CertificateCandidate> = {
  id: 'certificate/renew-before-percentage-leaves-five-minutes',
  field: 'spec.renewBeforePercentage',
  severity: 'warn',
  source: 'gap C3: judged by the share that has passed, renewed by the share that is left',
  passes: [at({ duration: '1h', renewBeforePercentage: 10 })],
  fails: [at({ duration: '1h', renewBeforePercentage: 1 })],
  check({ certificate: { spec } }) {
    const { renewBeforePercentage: percentage } = spec;
    if (percentage === undefined || percentage < 1 || percentage > 99) return [];
    if ((lifetime(spec) * BigInt(percentage)) / 100n >= fiveMinutes) return [];
    const detail = 'leaves less than 5m between the renewal and the end of the certificate';
    return [{ field: 'spec.renewBeforePercentage', kind: 'Invalid', value: String(percentage), detail }];
  },
};
