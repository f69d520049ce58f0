import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const constrained = (nameConstraints: object) => at({ isCA: true, commonName: 'ca', nameConstraints });

export const nameConstraintsConstrainSomething: Rule<CertificateCandidate> = {
  id: 'certificate/name-constraints-constrain-something',
  field: 'spec.nameConstraints',
  severity: 'deny',
  source: 'gap C18: cert-manager issues a CA without any constraint; our controller issues none',
  passes: [constrained({ permitted: { dnsDomains: ['shop.example'] } })],
  fails: [constrained({ permitted: {} }), constrained({ permitted: { ipRanges: [] }, excluded: {} })],
  cel: [
    {
      valid:
        '!has(object.spec.nameConstraints) || !(has(object.spec.nameConstraints.permitted) || has(object.spec.nameConstraints.excluded)) || (has(object.spec.nameConstraints.permitted) && has(object.spec.nameConstraints.permitted.dnsDomains) && size(object.spec.nameConstraints.permitted.dnsDomains) > 0) || (has(object.spec.nameConstraints.permitted) && has(object.spec.nameConstraints.permitted.ipRanges) && size(object.spec.nameConstraints.permitted.ipRanges) > 0) || (has(object.spec.nameConstraints.permitted) && has(object.spec.nameConstraints.permitted.emailAddresses) && size(object.spec.nameConstraints.permitted.emailAddresses) > 0) || (has(object.spec.nameConstraints.permitted) && has(object.spec.nameConstraints.permitted.uriDomains) && size(object.spec.nameConstraints.permitted.uriDomains) > 0) || (has(object.spec.nameConstraints.excluded) && has(object.spec.nameConstraints.excluded.dnsDomains) && size(object.spec.nameConstraints.excluded.dnsDomains) > 0) || (has(object.spec.nameConstraints.excluded) && has(object.spec.nameConstraints.excluded.ipRanges) && size(object.spec.nameConstraints.excluded.ipRanges) > 0) || (has(object.spec.nameConstraints.excluded) && has(object.spec.nameConstraints.excluded.emailAddresses) && size(object.spec.nameConstraints.excluded.emailAddresses) > 0) || (has(object.spec.nameConstraints.excluded) && has(object.spec.nameConstraints.excluded.uriDomains) && size(object.spec.nameConstraints.excluded.uriDomains) > 0)',
    },
  ],
  check({ certificate: { spec } }) {
    const { permitted, excluded } = spec.nameConstraints ?? {};
    if (!permitted && !excluded) return []; // another rule speaks
    const lists = [permitted, excluded].flatMap((side) => Object.values(side ?? {}));
    if (lists.some((list) => list.length > 0)) return [];
    const detail =
      'every list is empty, which would leave the CA unconstrained: state an entry, or no constraints';
    return [{ field: 'spec.nameConstraints', kind: 'Invalid', detail }];
  },
};
