import type { Rule } from '../../rule.ts';
import { cronProblem } from '../../cron.ts';
import { statedWindows } from '../renewal-windows.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewalWindowCronsParse: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-window-crons-parse',
  field: 'spec.renewal.windows',
  severity: 'deny',
  source: 'cert-manager v1.21 CE44, gap C2: a time zone inside the expression stops the renewal for ever',
  passes: [
    at({
      renewal: {
        policy: 'RenewBefore',
        windows: [
          { cron: '*/15 2-4 * * mon-fri', windowDuration: '10m' },
          { cron: '@weekly', windowDuration: '1h' },
        ],
      },
    }),
  ],
  fails: [
    at({ renewal: { policy: 'RenewBefore', windows: [{ cron: '0 2 * *', windowDuration: '2h' }] } }),
    at({
      renewal: { policy: 'RenewBefore', windows: [{ cron: 'CRON_TZ=UTC 0 2 * * *', windowDuration: '2h' }] },
    }),
  ],
  beyondCel: 'reads-cron',
  check({ certificate: { spec } }) {
    return statedWindows(spec).flatMap(({ field, window }) => {
      const problem = cronProblem(window.cron ?? '');
      return problem
        ? [{ field: `${field}.cron`, kind: 'Invalid' as const, value: window.cron ?? '', detail: problem }]
        : [];
    });
  },
};
