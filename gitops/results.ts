import { isMembers, memberOf, textOf } from './members.ts';
import type { Problem } from './problem.ts';
import type { Level } from './rule.ts';

/** `results[]` of a `config.kubernetes.io/v1 ResourceList`. */
export interface FunctionResult {
  readonly message: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly resourceRef?: object;
  readonly field?: { readonly path: string; readonly currentValue?: string; readonly proposedValue?: string };
  readonly file?: { readonly path: string; readonly index?: number };
  readonly tags: Readonly<Record<string, string>>;
}

const severities: Readonly<Record<Level, FunctionResult['severity']>> = {
  error: 'error',
  warning: 'warning',
  note: 'info',
};

/** The annotations with which whoever runs a function says where an object comes from, the newer ones first. */
const prefixes = ['internal.config.kubernetes.io', 'config.kubernetes.io'];

function noted(item: unknown, name: string): string | undefined {
  const values = prefixes.map((prefix) => textOf(item, 'metadata', 'annotations', `${prefix}/${name}`));
  return values.find((value) => value !== undefined);
}

function fileOf(item: unknown): object {
  const path = noted(item, 'path');
  if (path === undefined) return {};
  const index = Number(noted(item, 'index') ?? Number.NaN);
  return { file: { path, ...(Number.isInteger(index) && { index }) } };
}

function fieldOf({ violation, fix }: Problem): object {
  if (violation === undefined) return {};
  const { field: path, value } = violation;
  const proposed = fix?.text.replaceAll(/^["']|["']$/g, '');
  return {
    field: {
      path,
      ...(value !== undefined && { currentValue: value }),
      ...(proposed !== undefined && { proposedValue: proposed }),
    },
  };
}

/** @param list the ResourceList that the problem is in */
export function resultOf(problem: Problem, list: unknown): FunctionResult {
  const { message, level, rule, object, path } = problem;
  const item = path === undefined ? undefined : memberOf(list, ...path);
  return {
    message,
    severity: severities[level],
    ...(object && { resourceRef: object, ...fieldOf(problem) }),
    ...(isMembers(item) && fileOf(item)),
    tags: { rule },
  };
}
