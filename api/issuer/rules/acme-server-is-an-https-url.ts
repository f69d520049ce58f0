import type { Rule } from '../../rule.ts';
import { isUrl } from '../../uris.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeServerIsAnHttpsUrl: Rule<Issuer> = {
  id: 'issuer/acme-server-is-an-https-url',
  field: 'spec.acme.server',
  severity: 'warn',
  source: 'gap A2: no account can be registered; RFC 8555 section 6.1',
  passes: [atAcme({ server: 'https://acme.example:14000/dir' })],
  fails: [atAcme({ server: 'not a url' }), atAcme({ server: 'http://acme.example/directory' })],
  cel: [
    {
      valid:
        "!has(object.spec.acme) || object.spec.acme.server == '' || object.spec.acme.server.lowerAscii().startsWith('https://')",
      value: 'object.spec.acme.server',
    },
  ],
  check(issuer) {
    const server = settingsOf(issuer, 'acme')?.server ?? '';
    if (server === '' || isUrl(server, ['https'])) return [];
    const detail = 'must be the https:// URL of an ACME directory';
    return [{ field: 'spec.acme.server', kind: 'Invalid', value: server, detail }];
  },
};
