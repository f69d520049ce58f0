import { hasIn, providerNeeds } from '../cel.ts';
import type { Rule } from '../../rule.ts';
import { atDns01, required, statedProvider } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';

const at = (name: string, role?: string) =>
  atDns01({
    route53: { auth: { kubernetes: { serviceAccountRef: { name } } }, ...(role !== undefined && { role }) },
  });

export const dns01Route53WebIdentityIsComplete: Rule<Issuer> = {
  id: 'issuer/dns01-route53-web-identity-is-complete',
  field: 'spec.acme.solvers',
  severity: 'deny',
  source: 'gap D6: the record is tried again and again',
  passes: [at('dns', 'arn:aws:iam::1:role/dns'), atDns01({ route53: {} })],
  fails: [at('dns'), at('', 'arn:aws:iam::1:role/dns')],
  cel: ['role', 'auth.kubernetes.serviceAccountRef.name'].map((member) =>
    providerNeeds('route53', member, hasIn('route53', 'auth.kubernetes')),
  ),
  check(issuer) {
    return statedProvider(issuer, 'route53').flatMap(({ field, config: { auth, role } }) => {
      const account = auth?.kubernetes?.serviceAccountRef;
      if (!auth?.kubernetes) return [];
      return [
        ...required(`${field}.role`, role, 'state the ARN of the role to assume with the token'),
        ...required(
          `${field}.auth.kubernetes.serviceAccountRef.name`,
          account?.name,
          'name the ServiceAccount',
        ),
      ];
    });
  },
};
