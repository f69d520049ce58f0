import type { Rule } from '../../rule.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

/** Directories of the protocol before RFC 8555, which are switched off, and what took their place. */
const successors: ReadonlyMap<string, string> = new Map([
  ['https://acme-v01.api.letsencrypt.org/directory', 'https://acme-v02.api.letsencrypt.org/directory'],
  [
    'https://acme-staging.api.letsencrypt.org/directory',
    'https://acme-staging-v02.api.letsencrypt.org/directory',
  ],
]);

export const acmeServerSpeaksRfc8555: Rule<Issuer> = {
  id: 'issuer/acme-server-speaks-rfc-8555',
  field: 'spec.acme.server',
  severity: 'warn',
  source: 'gap A1: the issuer never becomes Ready',
  passes: [atAcme({ server: 'https://acme-v02.api.letsencrypt.org/directory' })],
  fails: [atAcme({ server: 'https://acme-v01.api.letsencrypt.org/directory' })],
  check(issuer) {
    const server = settingsOf(issuer, 'acme')?.server ?? '';
    const successor = successors.get(server);
    if (successor === undefined) return [];
    return [
      {
        field: 'spec.acme.server',
        kind: 'Invalid',
        value: server,
        detail: `no longer in service: use ${successor}`,
      },
    ];
  },
};
