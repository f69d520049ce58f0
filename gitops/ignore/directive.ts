import { matchesGlob } from 'node:path/posix';

/** What somebody wants ignored: `RULE[,RULE...] reason`, as it stands in a comment or an annotation. */
export interface Directive {
  /** Ids of rules, or patterns of them: `gitops/*`. */
  readonly rules: readonly string[];
  /** Why; empty where it was left out. */
  readonly reason: string;
}

/** Reads one directive. */
export function parseDirective(text: string): Directive {
  const [, rules = '', reason = ''] = /^\s*([^\s,]+(?:\s*,\s*[^\s,]+)*)\s*([^]*)$/.exec(text) ?? [];
  return { rules: rules.split(/\s*,\s*/).filter((rule) => rule !== ''), reason: reason.trim() };
}

export function matchesRule(pattern: string, rule: string): boolean {
  return pattern === rule || matchesGlob(rule, pattern);
}
