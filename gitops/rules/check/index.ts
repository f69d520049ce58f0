import type { RuleFacts } from '../../rule.ts';

/** A rule that is no function of its own: the check comes upon it on its way. */
export interface DescribedRule extends RuleFacts {
  /** A text that breaks it. */
  readonly example: string;
}

/** What is found while manifests are read, and what is wrong with directives to ignore something. */
export const describedRules: readonly DescribedRule[] = [
  {
    id: 'manifest/is-yaml',
    field: '',
    level: 'error',
    source: 'YAML as Kubernetes reads it (1.1, with exceptions)',
    example: 'metadata:\n\tname: shop',
  },
  {
    id: 'manifest/keys-are-unique',
    field: '',
    level: 'error',
    source: 'YAML 1.2 section 3.2.1.3; kustomize refuses it, kubectl silently takes the last one',
    example: 'spec:\n  duration: 24h\n  duration: 48h',
  },
  {
    id: 'manifest/has-known-fields',
    field: '',
    level: 'error',
    source: 'Kubernetes API: fields that a kind does not have are dropped before admission',
    example: 'spec:\n  dnsName: [shop.example]',
  },
  ...['certificate', 'certificate-request', 'issuer', 'order', 'challenge'].map((family): DescribedRule => ({
    id: `${family}/fits-the-schema`,
    field: '',
    level: 'error',
    source: 'the schema of the kind, as the API server judges by it',
    example: 'spec:\n  issuerRef: ca',
  })),
  {
    id: 'gitops/words-are-plain',
    field: '',
    level: 'note',
    source:
      'Kubernetes reads YAML 1.1, in which yes and 0755 are no texts; editors and other tools read YAML 1.2',
    example: 'spec:\n  isCA: yes',
  },
  {
    id: 'check/ignores-name-a-rule',
    field: '',
    level: 'error',
    source: 'a directive for a rule that there is not ignores nothing',
    example: '# certloom:ignore gitops/no-hoks the old application',
  },
  {
    id: 'check/ignores-have-a-reason',
    field: '',
    level: 'error',
    source: 'whoever comes later wants to know why',
    example: '# certloom:ignore gitops/no-hooks',
  },
  {
    id: 'check/ignores-are-used',
    field: '',
    level: 'note',
    source: 'a directive that outlives its cause hides the next one',
    example: '# certloom:ignore gitops/no-hooks the old application',
  },
];
