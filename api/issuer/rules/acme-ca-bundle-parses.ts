import type { Rule } from '../../rule.ts';
import { exampleBundle } from '../example-bundle.ts';
import { holdsACertificate } from '../../pem-bundle.ts';
import { atAcme, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const acmeCaBundleParses: Rule<Issuer> = {
  id: 'issuer/acme-ca-bundle-parses',
  field: 'spec.acme.caBundle',
  severity: 'deny',
  source: 'cert-manager v1.21 AC2',
  passes: [atAcme({ caBundle: exampleBundle })],
  fails: [atAcme({ caBundle: 'Z2FyYmFnZQ==' })],
  beyondCel: 'reads-certificates',
  check(issuer) {
    const bundle = settingsOf(issuer, 'acme')?.caBundle;
    if (!bundle || holdsACertificate(bundle)) return [];
    return [
      {
        field: 'spec.acme.caBundle',
        kind: 'Invalid',
        detail: 'must be base64 of PEM with at least one readable certificate',
      },
    ];
  },
};
