import { withMember } from './place/with-member.ts';
import { memberOf, textOf } from './members.ts';
import { readYaml } from './read/kubernetes-yaml.ts';
import { resultOf } from './results.ts';
import type { Outcome } from './report/outcome.ts';
import { UsageError } from './usage-error.ts';
import { stringify } from 'yaml';

const versions = /^config\.kubernetes\.io\/v1(alpha1|beta1)?$/;

/** A ResourceList as a function is given it. */
export interface ResourceList {
  readonly text: string;
  readonly value: unknown;
}

/** @throws {UsageError} for anything else */
export function readResourceList(text: string): ResourceList {
  const value = readYaml('stdin', text);
  if (memberOf(value, 'kind') !== 'ResourceList' || !versions.test(textOf(value, 'apiVersion') ?? ''))
    throw new UsageError('standard input must be a ResourceList of config.kubernetes.io/v1');
  return { text, value };
}

/** What the function was told: `functionConfig.data`, as a ConfigMap has it. */
export function functionSetting({ value }: ResourceList, name: string): string | undefined {
  return textOf(value, 'functionConfig', 'data', name);
}

/** The list as it was, to the letter, with what was found in it. */
export function withResults(list: ResourceList, { problems }: Outcome): string {
  const results = problems.map((problem) => resultOf(problem, list.value));
  return withMember(
    list.text,
    'results',
    results.length === 0
      ? undefined
      : {
          inBraces: () => JSON.stringify(results),
          inLines: () => `\n${stringify(results, { lineWidth: 0, aliasDuplicateObjects: false })}`,
        },
  );
}
