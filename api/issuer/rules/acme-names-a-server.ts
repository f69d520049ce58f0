import { typeNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, required, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeNamesAServer: Rule<Issuer> = {
  id: 'issuer/acme-names-a-server',
  field: 'spec.acme.server',
  severity: 'deny',
  source: 'cert-manager v1.21 AC4; RFC 8555 section 7.1.1',
  passes: [atAcme({})],
  fails: [atAcme({ server: '' })],
  cel: [typeNeeds('acme', 'server')],
  check(issuer) {
    const acme = settingsOf(issuer, 'acme');
    return acme
      ? required(
          'spec.acme.server',
          acme.server,
          'state the URL of the ACME directory, such as https://acme-v02.api.letsencrypt.org/directory',
        )
      : [];
  },
};
