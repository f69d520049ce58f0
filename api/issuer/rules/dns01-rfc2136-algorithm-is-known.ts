import { ofProvider, statedIn } from '../cel.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const algorithms = ['HMACMD5', 'HMACSHA1', 'HMACSHA256', 'HMACSHA512'];

export const dns01Rfc2136AlgorithmIsKnown: Rule<Issuer> = {
  id: 'issuer/dns01-rfc2136-algorithm-is-known',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'cert-manager v1.21 DN22; RFC 8945 section 6',
  passes: [atDns01({ rfc2136: { nameserver: 'ns', tsigAlgorithm: 'hmacsha256' } })],
  fails: [atDns01({ rfc2136: { nameserver: 'ns', tsigAlgorithm: 'HMACSHA3' } })],
  cel: [
    ofProvider(
      'rfc2136',
      `!${statedIn('rfc2136', 'tsigAlgorithm')} || entry.dns01.rfc2136.tsigAlgorithm.upperAscii() in ${JSON.stringify(algorithms)}`,
      { value: 'entry.dns01.rfc2136.tsigAlgorithm' },
    ),
  ],
  check(issuer) {
    return statedProvider(issuer, 'rfc2136').flatMap(({ field, config: { tsigAlgorithm } }): Violation[] => {
      if (!tsigAlgorithm || algorithms.includes(tsigAlgorithm.toUpperCase())) return [];
      return [
        {
          field: `${field}.tsigAlgorithm`,
          kind: 'NotSupported',
          value: tsigAlgorithm,
          detail: `supported values: ${algorithms.map((name) => `"${name}"`).join(', ')}`,
        },
      ];
    });
  },
};
