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
