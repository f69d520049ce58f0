import { isLong } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { statedDuration } from '../lifetimes.ts';
import { statedWindows } from '../renewal-windows.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewalWindowsStayOpen: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-windows-stay-open',
  field: 'spec.renewal.windows',
  severity: 'deny',
  source:
    'cert-manager v1.21 CE42, gap C1: a window of no length can never be met, and the controller crashes on it',
  passes: [
    at({ renewal: { policy: 'RenewBefore', windows: [{ cron: '0 2 * * *', windowDuration: '2h' }] } }),
  ],
  fails: [at({ renewal: { policy: 'RenewBefore', windows: [{ cron: '0 2 * * *', windowDuration: '0s' }] } })],
  cel: [
    {
      each: 'spec.renewal.windows',
      valid: `(has(object.spec.renewal.policy) && object.spec.renewal.policy == 'Disabled') || (has(entry.windowDuration) && ${isLong('entry.windowDuration', "> duration('0s')")})`,
    },
  ],
  check({ certificate: { spec } }) {
    return statedWindows(spec).flatMap(({ field, window }) => {
      const open = statedDuration(window.windowDuration);
      if (window.windowDuration !== undefined && (open === undefined || open > 0n)) return [];
      return [
        {
          field: `${field}.windowDuration`,
          kind: 'Required' as const,
          detail: 'state how long the window stays open, such as 2h',
        },
      ];
    });
  },
};
