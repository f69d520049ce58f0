import type { Rule, Violation } from '../../rule.ts';
import { atHttp01 } from '../candidate.ts';
import type { Issuer } from '../issuer.ts';
import { type SolverPodSpec, statedPodSpecs } from '../pod-templates.ts';

const operators = ['Exists', 'Equal'];
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];
const seccompTypes = ['RuntimeDefault', 'Localhost', 'Unconfined'];

type Word = readonly [field: string, word: string | undefined, known: readonly string[]];

/** The words in a pod that the API server compares with a list, but that our schema does not. */
function wordsOf(field: string, { tolerations = [], securityContext }: SolverPodSpec): readonly Word[] {
  return [
    ...tolerations.flatMap(({ operator, effect }, index): Word[] => [
      [`${field}.tolerations[${index}].operator`, operator, operators],
      [`${field}.tolerations[${index}].effect`, effect, effects],
    ]),
    [`${field}.securityContext.seccompProfile.type`, securityContext?.seccompProfile?.type, seccompTypes],
  ];
}

const pod = (spec: object) => atHttp01({ ingress: { podTemplate: { spec } } });

export const http01PodWordsAreKnown: Rule<Issuer> = {
  id: 'issuer/http01-pod-words-are-known',
  field: 'spec.acme.solvers',
  severity: 'warn',
  source: 'gap H6: the API server refuses the pod again and again',
  passes: [pod({ tolerations: [{ key: 'a', operator: 'Exists', effect: 'NoSchedule' }, {}] })],
  fails: [
    pod({ tolerations: [{ operator: 'Equals' }] }),
    pod({ tolerations: [{ effect: 'Never' }] }),
    pod({ securityContext: { runAsNonRoot: true, seccompProfile: { type: 'Default' } } }),
  ],
  check(issuer) {
    return statedPodSpecs(issuer).flatMap(({ field, pod: spec }) =>
      wordsOf(field, spec).flatMap(([at, word, known]): Violation[] => {
        if (!word || known.includes(word)) return [];
        return [{ field: at, kind: 'NotSupported', value: word, detail: `use ${known[0]}` }];
      }),
    );
  },
};
