import type { Resource } from '../../api/resource.ts';
import { disableValidationLabel } from '../../api/annotations.ts';
import { describeViolation, type Severity } from '../../api/rule.ts';
import { type CelFamily, type CelRule, celFamilies } from './cel-rules.ts';
import { toYaml } from './crds.ts';
import type { Output } from './output.ts';

/** Stands where the value goes while a message is worded. */
const placeholder = '@value@';

/** CEL for the text that the webhook says. */
function message({
  says,
  value,
}: CelRule): { readonly message: string } | { readonly messageExpression: string } {
  if (value === undefined) return { message: describeViolation(says) };
  const [before = '', after = ''] = describeViolation({ ...says, value: placeholder }).split(placeholder);
  return { messageExpression: `${JSON.stringify(before)} + ${value} + ${JSON.stringify(after)}` };
}

function isAboutChange({ valid }: CelRule): boolean {
  return /\boldObject\b/.test(valid);
}

/** What was wrong before does not count, as at the webhook; a rule about changes says nothing of what is new. */
function expression(rule: CelRule): string {
  const { valid } = rule;
  if (isAboutChange(rule)) return `oldObject == null || (${valid})`;
  const then = valid.replaceAll(/\bobject\b/g, 'oldObject');
  return `(${valid}) || (oldObject != null && has(oldObject.spec) && !(${then}))`;
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
function policyOf(family: CelFamily, severity: Severity): readonly object[] {
  const rules = family.rules.filter((rule) => rule.severity === severity);
  if (rules.length === 0) return [];
  const name = `certloom-${family.name}${severity === 'warn' ? '-warnings' : ''}`;
  const head = { apiVersion: 'admissionregistration.k8s.io/v1', metadata: { name } };
  const validations = rules.map((rule) => ({
    expression: expression(rule),
    ...message(rule),
    reason: 'Forbidden',
  }));
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
