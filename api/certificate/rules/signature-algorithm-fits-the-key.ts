import { has } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { at, type CertificateCandidate } from '../candidate.ts';

const fits: Readonly<Record<string, readonly string[]>> = {
  RSA: ['SHA256WithRSA', 'SHA384WithRSA', 'SHA512WithRSA'],
  ECDSA: ['ECDSAWithSHA256', 'ECDSAWithSHA384', 'ECDSAWithSHA512'],
  Ed25519: ['PureEd25519'],
};

/** CEL: that the key is of another algorithm. */
function ofOther(key: string): string {
  const algorithm = 'object.spec.privateKey.algorithm';
  const isStated = has('object', 'spec.privateKey.algorithm');
  return key === 'RSA'
    ? `(${isStated} && ${algorithm} != 'RSA')`
    : `!(${isStated} && ${algorithm} == '${key}')`;
}

export const signatureAlgorithmFitsTheKey: Rule<CertificateCandidate> = {
  id: 'certificate/signature-algorithm-fits-the-key',
  field: 'spec.signatureAlgorithm',
  severity: 'deny',
  source: 'cert-manager v1.21 CE22',
  passes: [
    at({ signatureAlgorithm: 'SHA384WithRSA' }),
    at({ signatureAlgorithm: 'PureEd25519', privateKey: { algorithm: 'Ed25519' } }),
  ],
  fails: [
    at({ signatureAlgorithm: 'ECDSAWithSHA256' }),
    at({ signatureAlgorithm: 'PureEd25519', privateKey: { algorithm: 'ECDSA' } }),
    at({ signatureAlgorithm: 'SHA256WithRSA', privateKey: { algorithm: 'Ed25519' } }),
  ],
  cel: Object.entries(fits).map(([key, algorithms]) => ({
    valid: `!has(object.spec.signatureAlgorithm) || ${ofOther(key)} || object.spec.signatureAlgorithm in ${JSON.stringify(algorithms)}`,
    value: 'object.spec.signatureAlgorithm',
    tells: `fit ${key} keys`,
  })),
  check({ certificate: { spec } }) {
    const { signatureAlgorithm } = spec;
    const key = spec.privateKey?.algorithm ?? 'RSA';
    const fitting = fits[key] ?? [];
    if (!signatureAlgorithm || fitting.includes(signatureAlgorithm)) return [];
    const detail = `does not fit ${key} keys; use one of ${fitting.join(', ')}, or leave it out`;
    return [{ field: 'spec.signatureAlgorithm', kind: 'Invalid', value: signatureAlgorithm, detail }];
  },
};
