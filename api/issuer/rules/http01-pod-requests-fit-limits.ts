import { quantity } from '../../quantity.ts';
import { mapKey } from '../../field-syntax.ts';
import type { Rule, Violation } from '../../rule.ts';
import { atHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';
import { statedPodSpecs } from '../pod-templates.ts';

/** What the pod has where nothing else is said. */
const usualRequests = { cpu: '10m', memory: '64Mi' };
const usualLimits = { cpu: '100m', memory: '64Mi' };

const pod = (resources: object) => atHttp01({ ingress: { podTemplate: { spec: { resources } } } });

export const http01PodRequestsFitLimits: Rule<Issuer> = {
  id: 'issuer/http01-pod-requests-fit-limits',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H4: the usual limits stay, and the API server refuses the pod again and again',
  passes: [
    pod({ requests: { cpu: '100m' } }),
    pod({ requests: { cpu: 1 }, limits: { cpu: '2', memory: '1Gi' } }),
  ],
  fails: [pod({ requests: { cpu: '500m' } }), pod({ limits: { memory: '32Mi' } })],
  check(issuer) {
    return statedPodSpecs(issuer).flatMap(({ field, pod: { resources = {} } }): Violation[] => {
      const limits: Readonly<Record<string, string | number>> = { ...usualLimits, ...resources.limits };
      const requests = Object.entries({ ...usualRequests, ...resources.requests });
      const above = requests.filter(([name, amount]) => {
        const limit = limits[name];
        return limit !== undefined && (quantity(amount) ?? 0) > (quantity(limit) ?? Infinity);
      });
      return above.map(([name]) => ({
        field: mapKey(`${field}.resources.requests`, name),
        kind: 'Invalid' as const,
        detail: `more than the limit of ${limits[name]}`,
      }));
    });
  },
};
