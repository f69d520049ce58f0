import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

export const keySizeIsNotNegative: Rule<CertificateCandidate> = {
  id: 'certificate/key-size-is-not-negative',
  field: 'spec.privateKey.size',
  severity: 'deny',
  source: 'gap C6: the key is made, the request for it never is',
  passes: [at({ privateKey: { size: 0 } }), at({ privateKey: { algorithm: 'Ed25519', size: -1 } })],
  fails: [at({ privateKey: { size: -1 } }), at({ privateKey: { algorithm: 'ECDSA', size: -256 } })],
  cel: [
    {
      valid:
        "!(has(object.spec.privateKey) && has(object.spec.privateKey.size)) || object.spec.privateKey.size >= 0 || (has(object.spec.privateKey.algorithm) && object.spec.privateKey.algorithm == 'Ed25519')",
      value: 'string(object.spec.privateKey.size)',
    },
  ],
  check({ certificate: { spec } }) {
    const { algorithm = 'RSA', size = 0 } = spec.privateKey ?? {};
    if (size >= 0 || algorithm === 'Ed25519') return [];
    const detail = 'must not be negative; leave it out for the usual size';
    return [{ field: 'spec.privateKey.size', kind: 'Invalid', value: String(size), detail }];
  },
};
