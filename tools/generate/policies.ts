import type { Resource } from '../../api/resource.ts';
import { disableValidationLabel } from '../../api/annotations.ts';
import type { Severity } from '../../api/rule.ts';
import { validationOf, variableOf } from './cel-expressions.ts';
import { type CelFamily, type CelRule, celFamilies } from './cel-rules.ts';
import { toYaml } from './crds.ts';
import type { Output } from './output.ts';

/** `dnsNamesAreSet`, numbered where a rule is several checks. */
function namesOf(rules: readonly CelRule[]): readonly string[] {
  return rules.map(({ id }, index) => {
    const name = id.replace(/^.*\//, '').replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    const ofRule = rules.filter((rule) => rule.id === id);
    const before = rules.slice(0, index).filter((rule) => rule.id === id);
    return ofRule.length === 1 ? name : `${name}${before.length + 1}`;
  });
}

function resourceRules({ resources, ofStatus }: CelFamily): readonly object[] {
  const [{ group = '', version = '' } = {}] = resources as readonly Partial<Resource>[];
  const names = resources.map(({ plural }) => plural);
  return [
    {
      apiGroups: [group],
      apiVersions: [version],
      operations: ['CREATE', 'UPDATE'],
      resources: [...names, ...(ofStatus ? names.map((name) => `${name}/status`) : [])],
      scope: '*',
    },
  ];
}

const action: Readonly<Record<Severity, string>> = { deny: 'Deny', warn: 'Warn' };

/** A policy and its binding; none where no rule is so severe. */
export function policyOf(family: CelFamily, severity: Severity): readonly object[] {
  const rules = family.rules.filter((rule) => rule.severity === severity);
  if (rules.length === 0) return [];
  const name = `certloom-${family.name}${severity === 'warn' ? '-warnings' : ''}`;
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
  const names = namesOf(rules);
  const validations = rules.map((rule, index) => validationOf(rule, names[index] ?? ''));
  const variables = rules.flatMap((rule, index) => variableOf(rule, names[index] ?? '') ?? []);
  const exempt = { key: disableValidationLabel, operator: 'NotIn', values: ['true'] };
  return [
    {
      ...head,
      kind: 'ValidatingAdmissionPolicy',
      spec: {
        failurePolicy: 'Fail',
        matchConstraints: {
          matchPolicy: 'Equivalent',
          namespaceSelector: { matchExpressions: [exempt] },
          objectSelector: {},
          resourceRules: resourceRules(family),
        },
        matchConditions: [
          {
            name: 'something-to-judge',
            expression: 'has(object.spec) && !has(object.metadata.deletionTimestamp)',
          },
        ],
        ...(variables.length > 0 && { variables }),
        validations,
      },
    },
    {
      ...head,
      kind: 'ValidatingAdmissionPolicyBinding',
      spec: { policyName: name, validationActions: [action[severity]] },
    },
  ];
}

/** Every policy with its binding. */
export function policies(): readonly object[] {
  return celFamilies().flatMap((family) => [...policyOf(family, 'deny'), ...policyOf(family, 'warn')]);
}

const header = `# What CEL can say of the rules in api/*/rules, for clusters that want no process in the path of a write.
# Printed by "make generate"; install it with the chart (policies.enabled), or apply this file alone.
`;

/** The bundle, as the chart and `kubectl apply` take it. */
export function policyFile(): Output {
  const documents = policies().map((object) => toYaml(object));
  return { path: 'charts/certloom/files/policies.yaml', content: `${header}${documents.join('---\n')}` };
}
