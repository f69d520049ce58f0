import { firstOf, isFirst } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, atAcme, issuerTypes, statedTypes } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

export const hasOneType: Rule<Issuer> = {
  id: 'issuer/has-one-type',
  field: 'spec',
  severity: 'deny',
  source: 'cert-manager v1.21 IS1, IS2',
  passes: [at({ selfSigned: {} }), atAcme({})],
  fails: [at({}), at({ selfSigned: {}, ca: { secretName: 'ca' } })],
  cel: [
    {
      valid: issuerTypes.map((type) => `has(object.spec.${type})`).join(' || '),
      tells: 'spec: Required',
    },
    ...issuerTypes.slice(1).map((type) => ({
      valid: `!has(object.spec.${type}) || (${isFirst('object.spec', type, issuerTypes)})`,
      same: firstOf('object.spec', issuerTypes),
      says: {
        field: `spec.${type}`,
        kind: 'Forbidden' as const,
        detail: 'may not specify more than one issuer type; another one is there already',
      },
    })),
  ],
  check(issuer) {
    const [first, ...others] = statedTypes(issuer.spec);
    if (!first)
      return [
        { field: 'spec', kind: 'Required', detail: `state what signs: one of ${issuerTypes.join(', ')}` },
      ];
    return others.map((type) => ({
      field: `spec.${type}`,
      kind: 'Forbidden',
      detail: `may not specify more than one issuer type; ${first} is there already`,
    }));
  },
};
