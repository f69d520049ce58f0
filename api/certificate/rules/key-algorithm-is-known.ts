import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const keyAlgorithmIsKnown: Rule<CertificateCandidate> = {
  id: 'certificate/key-algorithm-is-known',
  field: 'spec.privateKey.algorithm',
  severity: 'deny',
  source: 'cert-manager v1.21 CE21',
  passes: [at({ privateKey: { algorithm: 'Ed25519' } })],
  fails: [at({ privateKey: { algorithm: 'rsa' as 'RSA' } })],
  beyondCel: 'schema-first',
  check({ certificate: { spec } }) {
    const algorithm = spec.privateKey?.algorithm;
    if (!algorithm || ['RSA', 'ECDSA', 'Ed25519'].includes(algorithm)) return [];
    return [
      {
        field: 'spec.privateKey.algorithm',
        kind: 'Invalid',
        value: algorithm,
        detail: 'must be RSA, ECDSA or Ed25519',
      },
    ];
  },
};
