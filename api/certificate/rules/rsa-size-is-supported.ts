import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const rsaSizeIsSupported: Rule<CertificateCandidate> = {
  id: 'certificate/rsa-size-is-supported',
  field: 'spec.privateKey.size',
  severity: 'deny',
  source: 'cert-manager v1.21 CE19',
  passes: [at({ privateKey: { size: 4096 } }), at({ privateKey: { algorithm: 'ECDSA', size: 256 } })],
  fails: [at({ privateKey: { size: 1024 } }), at({ privateKey: { algorithm: 'RSA', size: 16384 } })],
  cel: [
    {
      valid:
        "!(has(object.spec.privateKey) && has(object.spec.privateKey.size)) || (has(object.spec.privateKey.algorithm) && object.spec.privateKey.algorithm != 'RSA') || object.spec.privateKey.size <= 0 || (object.spec.privateKey.size >= 2048 && object.spec.privateKey.size <= 8192)",
      value: 'string(object.spec.privateKey.size)',
    },
  ],
  check({ certificate: { spec } }) {
    const { algorithm = 'RSA', size = 0 } = spec.privateKey ?? {};
    if (algorithm !== 'RSA' || size <= 0 || (size >= 2048 && size <= 8192)) return [];
    return [
      {
        field: 'spec.privateKey.size',
        kind: 'Invalid',
        value: String(size),
        detail: 'must be between 2048 and 8192 for RSA keys',
      },
    ];
  },
};
