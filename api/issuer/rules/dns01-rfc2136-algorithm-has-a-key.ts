import type { Rule, Violation } from '../../rule.ts';
import { atDns01, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const key = { tsigKeyName: 'k', tsigSecretSecretRef: { name: 's', key: 'k' } };

export const dns01Rfc2136AlgorithmHasAKey: Rule<Issuer> = {
  id: 'issuer/dns01-rfc2136-algorithm-has-a-key',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap D9: updates are sent without a signature',
  passes: [atDns01({ rfc2136: { nameserver: 'ns', tsigAlgorithm: 'HMACSHA512', ...key } })],
  fails: [atDns01({ rfc2136: { nameserver: 'ns', tsigAlgorithm: 'HMACSHA512' } })],
  check(issuer) {
    return statedProvider(issuer, 'rfc2136').flatMap(({ field, config }): Violation[] => {
      const { tsigAlgorithm, tsigKeyName, tsigSecretSecretRef: secret } = config;
      if (!tsigAlgorithm || tsigKeyName || secret?.name) return [];
      const detail = 'ignored: without tsigKeyName updates are not signed';
      return [{ field: `${field}.tsigAlgorithm`, kind: 'Invalid', value: tsigAlgorithm, detail }];
    });
  },
};
