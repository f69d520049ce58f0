import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const externalIssuerHasAKind: Rule<CertificateCandidate> = {
  id: 'certificate/external-issuer-has-a-kind',
  field: 'spec.issuerRef.kind',
  severity: 'warn',
  source: 'gap C30: the kind becomes Issuer, which other groups rarely have',
  passes: [at({ issuerRef: { name: 'pca', kind: 'AWSPCAIssuer', group: 'awspca.cert-manager.io' } })],
  fails: [at({ issuerRef: { name: 'pca', group: 'awspca.cert-manager.io' } })],
  cel: [
    {
      valid:
        "(!has(object.spec.issuerRef.group) || object.spec.issuerRef.group in ['', 'cert-manager.io']) || !(!has(object.spec.issuerRef.kind) || object.spec.issuerRef.kind == '')",
    },
  ],
  check({ certificate: { spec } }) {
    const { kind = '', group = '' } = spec.issuerRef ?? {};
    if (kind !== '' || group === '' || group === 'cert-manager.io') return [];
    const detail = 'state the kind of the external issuer; left out it is Issuer';
    return [{ field: 'spec.issuerRef.kind', kind: 'Required', detail }];
  },
};
