import type { Rule } from '../../rule.ts';
import { isUrl } from '../../uris.ts';
import { atVault, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const vaultServerIsAUrl: Rule<Issuer> = {
  id: 'issuer/vault-server-is-a-url',
  field: 'spec.vault.server',
  severity: 'warn',
  source: 'gap V5: the issuer is tried again and again',
  passes: [atVault({ server: 'https://vault.example:8200' }), atVault({ server: 'http://vault.vault:8200' })],
  fails: [atVault({ server: 'vault:8200' }), atVault({ server: 'not a url' })],
  check(issuer) {
    const server = settingsOf(issuer, 'vault')?.server ?? '';
    if (server === '' || isUrl(server, ['https', 'http'])) return [];
    const detail = 'must be a URL, such as https://vault.example:8200';
    return [{ field: 'spec.vault.server', kind: 'Invalid', value: server, detail }];
  },
};
