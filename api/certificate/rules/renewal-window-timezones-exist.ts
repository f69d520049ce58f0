import type { Rule } from '../../rule.ts';
import { isTimezone, statedWindows } from '../renewal-windows.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const renewalWindowTimezonesExist: Rule<CertificateCandidate> = {
  id: 'certificate/renewal-window-timezones-exist',
  field: 'spec.renewal.windows',
  severity: 'deny',
  source: 'cert-manager v1.21 CE43',
  passes: [
    at({
      renewal: {
        policy: 'RenewBefore',
        windows: [{ cron: '0 2 * * *', windowDuration: '2h', timezone: 'Europe/Oslo' }],
      },
    }),
  ],
  fails: [
    at({
      renewal: {
        policy: 'RenewBefore',
        windows: [{ cron: '0 2 * * *', windowDuration: '2h', timezone: 'Mars/Olympus' }],
      },
    }),
  ],
  beyondCel: 'knows-time-zones',
  check({ certificate: { spec } }) {
    return statedWindows(spec).flatMap(({ field, window }) => {
      if (!window.timezone || isTimezone(window.timezone)) return [];
      return [
        {
          field: `${field}.timezone`,
          kind: 'Invalid' as const,
          value: window.timezone,
          detail: 'must be a zone of the IANA time zone database, such as Europe/Oslo',
        },
      ];
    });
  },
};
