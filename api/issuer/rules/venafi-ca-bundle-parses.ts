import { exampleBundle } from '../example-bundle.ts';
import { holdsACertificate } from '../../pem-bundle.ts';
import type { Rule } from '../../rule.ts';
import { atVenafi, settingsOf } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const tpp = (caBundle: string) =>
  atVenafi({
    cloud: undefined,
    tpp: { url: 'https://tpp.example/vedsdk', credentialsRef: { name: 'tpp' }, caBundle },
  });

export const venafiCaBundleParses: Rule<Issuer> = {
  id: 'issuer/venafi-ca-bundle-parses',
  field: 'spec.venafi.tpp.caBundle',
  severity: 'warn',
  source: 'gap N1: the issuer never becomes Ready',
  passes: [tpp(exampleBundle)],
  fails: [tpp('YQ==')],
  check(issuer) {
    const bundle = settingsOf(issuer, 'venafi')?.tpp?.caBundle;
    if (!bundle || holdsACertificate(bundle)) return [];
    const detail = 'must be base64 of PEM with at least one readable certificate';
    return [{ field: 'spec.venafi.tpp.caBundle', kind: 'Invalid', detail }];
  },
};
