import { cronProblem } from '../../cron.ts';
import { neverComes } from '../../cron-calendar.ts';
import type { Rule } from '../../rule.ts';
import { statedWindows } from '../renewal-windows.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const window = (cron: string) =>
  at({ renewal: { policy: 'RenewBefore', windows: [{ cron, windowDuration: '1h' }] } });

export const renewalWindowsOpen: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-windows-open',
  field: 'spec.renewal.windows',
  severity: 'warn',
  source: 'gap C5: a valid certificate is no longer Ready, and renewed at any time',
  passes: [window('0 0 29 2 *'), window('0 0 30 2 mon')],
  fails: [window('0 0 30 2 *'), window('0 0 31 4,6 ?'), window('0 0 * * ,')],
  check({ certificate: { spec } }) {
    return statedWindows(spec).flatMap(({ field, window: { cron } }) => {
      if (cronProblem(cron) !== undefined || !neverComes(cron)) return [];
      return [
        {
          field: `${field}.cron`,
          kind: 'Invalid' as const,
          value: cron,
          detail: 'names a day that never comes',
        },
      ];
    });
  },
};
