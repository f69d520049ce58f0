import { isBareMailbox } from '../../field-syntax.ts';
import { isPrintableAscii } from '../../host-names.ts';
import type { Rule } from '../../rule.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeEmailIsBare: Rule<Issuer> = {
  id: 'issuer/acme-email-is-bare',
  field: 'spec.acme.email',
  severity: 'warn',
  source: 'gap A3: the server refuses the account; RFC 8555 section 7.3',
  passes: [atAcme({ email: 'Ops@shop.example' }), atAcme({ email: '' })],
  fails: [atAcme({ email: 'nobody' }), atAcme({ email: 'mailto:ops@shop.example' })],
  check(issuer) {
    const email = settingsOf(issuer, 'acme')?.email ?? '';
    const bare = isBareMailbox(email) && isPrintableAscii(email) && !email.startsWith('mailto:');
    if (email === '' || bare) return [];
    const detail = 'must be a bare mail address such as ops@shop.example';
    return [{ field: 'spec.acme.email', kind: 'Invalid', value: email, detail }];
  },
};
