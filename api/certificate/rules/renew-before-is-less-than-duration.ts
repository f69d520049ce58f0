import { isLong } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { formatDuration } from '../../duration.ts';
import { lifetime, statedDuration, lifetimeInCel } from '../lifetimes.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewBeforeIsLessThanDuration: Rule<CertificateCandidate> = {
  id: 'certificate/renew-before-is-less-than-duration',
  field: 'spec.renewBefore',
  severity: 'deny',
  source: 'cert-manager v1.21 CE26',
  passes: [at({ duration: '24h', renewBefore: '8h' })],
  fails: [at({ duration: '24h', renewBefore: '24h' }), at({ renewBefore: '2160h' })],
  cel: [
    {
      valid: `!has(object.spec.renewBefore) || ${isLong('object.spec.renewBefore', `< ${lifetimeInCel}`)}`,
      value: 'object.spec.renewBefore',
      same: `object.spec.renewBefore + ' of ' + string(${lifetimeInCel})`,
      says: {
        field: 'spec.renewBefore',
        kind: 'Invalid',
        detail: 'must be less than the duration: the certificate would be renewed all the time',
      },
    },
  ],
  check({ certificate: { spec } }) {
    const before = statedDuration(spec.renewBefore);
    if (before === undefined || before < lifetime(spec)) return [];
    const detail = `must be less than the duration of ${formatDuration(lifetime(spec))}: the certificate would be renewed all the time`;
    return [{ field: 'spec.renewBefore', kind: 'Invalid', value: spec.renewBefore ?? '', detail }];
  },
};
