import { stringify } from 'yaml';
import { certificateRequestRules } from '../../api/certificate-request/rules/index.ts';
import { certificateRules } from '../../api/certificate/rules/index.ts';
import { challengeRules } from '../../api/challenge/rules/index.ts';
import { issuerRules } from '../../api/issuer/rules/index.ts';
import { newOrderRules, orderRules } from '../../api/order/rules/index.ts';
import type { KubeObject } from '../../api/resource.ts';
import type { Rule } from '../../api/rule.ts';

function examplesOf<Subject>(
  rules: readonly Rule<Subject>[],
  objectIn: (subject: Subject) => KubeObject,
): readonly KubeObject[] {
  return rules.flatMap(({ passes, fails }) => [...passes, ...fails].map(({ after }) => objectIn(after)));
}

const ref = { name: 'ca' };
const itself = (object: KubeObject): KubeObject => object;

/** What the schema has something against. */
const misfits: readonly object[] = [
  { kind: 'Certificate', spec: { secretName: 7, issuerRef: ref } },
  { kind: 'Certificate', spec: { secretName: 'shop', issuerRef: ref, dnsNames: 'shop.example' } },
  { kind: 'Certificate', spec: { secretName: 'shop', issuerRef: ref, dnsNames: [1, null], duration: '90d' } },
  { kind: 'Certificate', spec: { issuerRef: {}, privateKey: { algorithm: 'rsa' }, usages: ['x'] } },
  { kind: 'Certificate', spec: null },
  { kind: 'Issuer', spec: { acme: { solvers: {} } } },
  { kind: 'ClusterIssuer', spec: { ca: [] } },
];

/**
 * Every example of every rule, good and bad, and some objects that no schema lets through, each under a name of its own.
 */
export function exampleObjects(): readonly KubeObject[] {
  const objects = [
    ...examplesOf(certificateRules, ({ certificate }) => certificate),
    ...examplesOf(issuerRules, itself),
    ...examplesOf(certificateRequestRules, ({ request }) => request),
    ...examplesOf(orderRules, itself),
    ...examplesOf(newOrderRules, ({ order }) => order),
    ...examplesOf(challengeRules, itself),
    ...misfits.map((object) => ({ apiVersion: 'cert-manager.io/v1', metadata: {}, ...object })),
  ];
  return objects.map((object, index) => ({
    ...object,
    metadata: { ...object.metadata, name: `example-${index}` },
  }));
}

/** As one stream of YAML. */
export function asYaml(objects: readonly object[]): string {
  return objects.map((object) => stringify(object, { version: '1.1', lineWidth: 0 })).join('---\n');
}

/** As what a KRM function is given. */
export function asResourceList(objects: readonly object[]): string {
  const list = { apiVersion: 'config.kubernetes.io/v1', kind: 'ResourceList', items: objects };
  return stringify(list, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false });
}
