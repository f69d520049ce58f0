import { certificateRules } from '../../../api/certificate/rules/index.ts';
import { challengeRules } from '../../../api/challenge/rules/index.ts';
import type { Issuer } from '../../../api/issuer/issuer.ts';
import { issuerRules } from '../../../api/issuer/rules/index.ts';
import type { KubeObject } from '../../../api/resource.ts';
import type { Example, Rule } from '../../../api/rule.ts';

export const exampleKinds = ['Certificate', 'Issuer', 'ClusterIssuer', 'Challenge'] as const;

/** An example of a rule as a manifest, under a name that no other one has. */
export interface ExampleOfRule {
  readonly rule: string;
  readonly name: string;
  readonly object: KubeObject;
}

/** Every example of the rules that need nothing but the object, by what admission should make of it. */
export interface Examples {
  /** Let in: those that pass a rule, and those that are only doubtful. */
  readonly welcome: readonly ExampleOfRule[];
  /** Let in with a warning. */
  readonly doubtful: readonly ExampleOfRule[];
  readonly refused: readonly ExampleOfRule[];
}

function manifests<Subject>(
  rules: readonly Rule<Subject>[],
  examples: (rule: Rule<Subject>) => readonly Example<Subject>[],
  manifest: (subject: Subject) => KubeObject,
): readonly ExampleOfRule[] {
  return rules.flatMap((rule) =>
    examples(rule).flatMap(({ after, before }, index) => {
      if (before !== undefined) return []; // of a change, which the guards of the CRD judge first
      const [, id = ''] = rule.id.split('/');
      const name = `${id}-${rule.passes.some((one) => one.after === after) ? 'passes' : 'fails'}-${index}`;
      const object = manifest(after);
      return [{ rule: rule.id, name, object: { ...object, metadata: { ...object.metadata, name } } }];
    }),
  );
}

function sorted<Subject>(
  rules: readonly Rule<Subject>[],
  manifest: (subject: Subject) => KubeObject,
): Examples {
  const failing = (severity: string) =>
    manifests(
      rules.filter((rule) => rule.severity === severity),
      ({ fails }) => fails,
      manifest,
    );
  const doubtful = failing('warn');
  const passing = manifests(rules, ({ passes }) => passes, manifest);
  return { welcome: [...passing, ...doubtful], doubtful, refused: failing('deny') };
}

function forTheWholeCluster({ metadata: { namespace: _none, ...metadata }, ...issuer }: Issuer): KubeObject {
  return { ...issuer, kind: 'ClusterIssuer', metadata };
}

export function examplesOf(kind: (typeof exampleKinds)[number]): Examples {
  switch (kind) {
    case 'Certificate':
      return sorted(certificateRules, ({ certificate }) => certificate);
    case 'Issuer':
      return sorted(issuerRules, (issuer) => ({ ...issuer, kind }));
    case 'ClusterIssuer':
      return sorted(issuerRules, forTheWholeCluster);
    case 'Challenge':
      return sorted(challengeRules, (challenge) => challenge);
    default:
      return kind satisfies never;
  }
}
