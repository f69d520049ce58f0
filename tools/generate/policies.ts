import type { Resource } from '../../api/resource.ts';
import { disableValidationLabel } from '../../api/annotations.ts';
import { describeViolation, type Severity } from '../../api/rule.ts';
import { type PolicyValidation, type PolicyVariable, validationOf, variableOf } from './cel-expressions.ts';
import { withoutSpec } from './cel-schema.ts';
import type { CelRule } from './cel-rule.ts';
import { type CelFamily, celFamilies } from './cel-rules.ts';
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

function resourceRules({
  resources,
  ofStatus,
}: Pick<CelFamily, 'resources' | 'ofStatus'>): readonly object[] {
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

interface PolicyParts {
  readonly name: string;
  readonly severity: Severity;
  readonly resourceRules: readonly object[];
  /** CEL for when there is something to judge. */
  readonly when: string;
  readonly variables?: readonly PolicyVariable[];
  readonly validations: readonly PolicyValidation[];
}

/** A policy and its binding. */
function withBinding({
  name,
  severity,
  resourceRules: rules,
  when,
  ...parts
}: PolicyParts): readonly object[] {
  const { variables = [], validations } = parts;
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
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
          resourceRules: rules,
        },
        matchConditions: [
          { name: 'something-to-judge', expression: `${when} && !has(object.metadata.deletionTimestamp)` },
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

/** A policy and its binding; none where no rule is so severe. */
export function policyOf(family: CelFamily, severity: Severity): readonly object[] {
  const rules = family.rules.filter((rule) => rule.severity === severity);
  if (rules.length === 0) return [];
  const names = namesOf(rules);
  return withBinding({
    name: `certloom-${family.name}${severity === 'warn' ? '-warnings' : ''}`,
    severity,
    resourceRules: resourceRules(family),
    when: 'has(object.spec)',
    variables: rules.flatMap((rule, index) => variableOf(rule, names[index] ?? '') ?? []),
    validations: rules.map((rule, index) => validationOf(rule, names[index] ?? '')),
  });
}

/** Against objects without a spec, of which no rule could say anything in CEL. */
function specPolicy(): readonly object[] {
  return withBinding({
    name: 'certloom-specs',
    severity: 'deny',
    resourceRules: resourceRules({ resources: withoutSpec(), ofStatus: false }),
    when: '!has(object.spec)',
    validations: [
      {
        expression: 'oldObject != null && !has(oldObject.spec)',
        message: describeViolation({ field: 'spec', kind: 'Required', detail: 'state what is wanted' }),
        reason: 'Forbidden',
      },
    ],
  });
}

/** Every policy with its binding. */
export function policies(): readonly object[] {
  const ofFamilies = celFamilies().flatMap((family) => [
    ...policyOf(family, 'deny'),
    ...policyOf(family, 'warn'),
  ]);
  return [...ofFamilies, ...specPolicy()];
}

const header = `# What CEL can say of the rules in api/*/rules, for clusters that want no process in the path of a write.
# Printed by "make generate"; install it with the chart (policies.enabled), or apply this file alone.
`;

/** The bundle, as the chart and `kubectl apply` take it. */
export function policyFile(): Output {
  const documents = policies().map((object) => toYaml(object));
  return { path: 'charts/certloom/files/policies.yaml', content: `${header}${documents.join('---\n')}` };
}
