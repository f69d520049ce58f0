import type { Rule } from '../../rule.ts';
import { fiveMinutes, lifetime, lifetimeInCel } from '../lifetimes.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

/** CEL: the lifetime asked for. */
const milliseconds = `${lifetimeInCel}.getMilliseconds()`;

export const renewBeforePercentageLeavesTime: Rule<CertificateCandidate> = {
  id: 'certificate/renew-before-percentage-leaves-time',
  field: 'spec.renewBeforePercentage',
  severity: 'deny',
  source: 'cert-manager v1.21 CE27 (judged, as there, by the share of the lifetime that has passed)',
  passes: [at({ duration: '24h', renewBeforePercentage: 50 }), at({ renewBeforePercentage: 150 })],
  fails: [
    at({ duration: '1h', renewBeforePercentage: 99 }),
    at({ duration: '1h', renewBeforePercentage: 0 }),
  ],
  cel: [
    {
      valid: `!has(object.spec.renewBeforePercentage) || !(has(object.spec.duration) || has(object.spec.renewBefore)) || (object.spec.renewBeforePercentage >= 1 && object.spec.renewBeforePercentage <= 99 && ${milliseconds} * (100 - object.spec.renewBeforePercentage) >= 30000000)`,
      value: 'string(object.spec.renewBeforePercentage)',
    },
  ],
  check({ certificate: { spec } }) {
    const { renewBeforePercentage: percentage } = spec;
    if (percentage === undefined || (spec.duration === undefined && spec.renewBefore === undefined))
      return [];
    const passed = (lifetime(spec) * BigInt(100 - percentage)) / 100n;
    if (passed >= fiveMinutes && passed < lifetime(spec)) return [];
    const detail = 'must be from 1 to 99 and leave the certificate 5m or more before its renewal begins';
    return [{ field: 'spec.renewBeforePercentage', kind: 'Invalid', value: String(percentage), detail }];
  },
};
