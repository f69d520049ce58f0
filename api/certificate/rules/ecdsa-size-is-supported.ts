import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const ecdsaSizeIsSupported: Rule<CertificateCandidate> = {
  id: 'certificate/ecdsa-size-is-supported',
  field: 'spec.privateKey.size',
  severity: 'deny',
  source: 'cert-manager v1.21 CE20',
  passes: [at({ privateKey: { algorithm: 'ECDSA', size: 384 } })],
  fails: [at({ privateKey: { algorithm: 'ECDSA', size: 2048 } })],
  cel: [
    {
      valid:
        "!(has(object.spec.privateKey) && has(object.spec.privateKey.size)) || !(has(object.spec.privateKey.algorithm) && object.spec.privateKey.algorithm == 'ECDSA') || object.spec.privateKey.size <= 0 || object.spec.privateKey.size in [256, 384, 521]",
      value: 'string(object.spec.privateKey.size)',
    },
  ],
  check({ certificate: { spec } }) {
    const { algorithm = 'RSA', size = 0 } = spec.privateKey ?? {};
    if (algorithm !== 'ECDSA' || size <= 0 || [256, 384, 521].includes(size)) return [];
    return [
      {
        field: 'spec.privateKey.size',
        kind: 'NotSupported',
        value: String(size),
        detail: 'supported values: "256", "384", "521"',
      },
    ];
  },
};
