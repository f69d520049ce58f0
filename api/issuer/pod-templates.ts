import { statedHttp01 } from './candidate.ts';
import type { Http01PodTemplate, Issuer } from './issuer.ts';

export type SolverPodSpec = NonNullable<Http01PodTemplate['spec']>;

/** Every change to the pod that answers a challenge, with the path of its field. */
export function statedPodSpecs(
  issuer: Issuer,
): readonly { readonly field: string; readonly pod: SolverPodSpec }[] {
  return statedHttp01(issuer).flatMap(({ field, http01 }) =>
    (['ingress', 'gatewayHTTPRoute'] as const).flatMap((route) => {
      const pod = http01[route]?.podTemplate?.spec;
      return pod ? [{ field: `${field}.${route}.podTemplate.spec`, pod }] : [];
    }),
  );
}
