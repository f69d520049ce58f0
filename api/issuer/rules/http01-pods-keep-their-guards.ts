import type { Rule, Violation } from '../../rule.ts';
import { atHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';
import { statedPodSpecs } from '../pod-templates.ts';

const seccompProfile = { type: 'RuntimeDefault' };
const pod = (securityContext: object) =>
  atHttp01({ ingress: { podTemplate: { spec: { securityContext } } } });

export const http01PodsKeepTheirGuards: Rule<Issuer> = {
  id: 'issuer/http01-pods-keep-their-guards',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source:
    'gap H7: replaces the usual security context as a whole; namespaces with Pod Security "restricted" refuse the Pod',
  passes: [pod({ runAsUser: 1000, runAsNonRoot: true, seccompProfile })],
  fails: [pod({ runAsUser: 1000 }), pod({ runAsNonRoot: true })],
  check(issuer) {
    return statedPodSpecs(issuer).flatMap(({ field, pod: { securityContext: context } }): Violation[] => {
      if (!context || (context.runAsNonRoot && context.seccompProfile)) return [];
      const detail = 'repeat runAsNonRoot: true and seccompProfile';
      return [{ field: `${field}.securityContext`, kind: 'Invalid', detail }];
    });
  },
};
