import { positionAt } from '../place/lines.ts';
import { isAtLeast, type Problem } from '../problem.ts';
import type { Level } from '../rule.ts';
import { matchesRule } from './directive.ts';
import type { Ignore } from './ignore.ts';

/** Problems, and those among them that somebody said to ignore. */
export interface Sifted {
  readonly problems: readonly Problem[];
  readonly ignored: readonly (Problem & { readonly reason: string })[];
}

function about(ignore: Ignore, rule: string, level: Level, message: string): readonly Problem[] {
  if (ignore.at === undefined) return [];
  const { source, range, document } = ignore.at;
  const start = positionAt(source, range.start);
  const end = positionAt(source, range.end);
  return [{ rule, level, message, source, document, start, end }];
}

function unknownRules({ rules }: Ignore, known: readonly string[]): readonly string[] {
  return rules.filter((pattern) => !known.some((rule) => matchesRule(pattern, rule)));
}

/** What is wrong with a directive itself; what is wrong is not obeyed. */
function faultsOf(ignore: Ignore, known: readonly string[]): readonly Problem[] {
  const { rules, reason } = ignore;
  const [unknown] = unknownRules(ignore, known);
  if (rules.length === 0 || unknown !== undefined) {
    const what = unknown === undefined ? 'no rule is named' : `there is no rule ${unknown}`;
    return about(
      ignore,
      'check/ignores-name-a-rule',
      'error',
      `${what}; certloom check --list-rules names them`,
    );
  }
  if (reason === '')
    return about(
      ignore,
      'check/ignores-have-a-reason',
      'error',
      `say why ${rules.join(', ')} is ignored, behind it`,
    );
  return [];
}

/**
 * Directives that ignore nothing. Where an error is left, nobody knows: what can't be read may break more rules once it
 * can.
 */
function idleIn(
  obeyed: readonly Ignore[],
  used: ReadonlySet<Ignore>,
  left: readonly Problem[],
): readonly Problem[] {
  const broken = new Set(left.filter(({ level }) => level === 'error').map(({ source }) => source));
  return obeyed
    .filter((ignore) => !used.has(ignore) && !(ignore.at && broken.has(ignore.at.source)))
    .flatMap((ignore) =>
      about(
        ignore,
        'check/ignores-are-used',
        'note',
        `nothing here breaks ${ignore.rules.join(', ')}; leave it out`,
      ),
    );
}

/**
 * Takes out what is ignored with a reason.
 *
 * @param isChange whether only what a change brings is among the problems: then directives for all else do nothing, rightly
 */
export function withoutIgnored(
  problems: readonly Problem[],
  ignores: readonly Ignore[],
  { knownRules, isChange }: { readonly knownRules: readonly string[]; readonly isChange: boolean },
): Sifted {
  const faults = ignores.flatMap((ignore) => faultsOf(ignore, knownRules));
  const obeyed = ignores.filter((ignore) => faultsOf(ignore, knownRules).length === 0);
  const used = new Set<Ignore>();
  const ignored: (Problem & { readonly reason: string })[] = [];
  const left = problems.filter((problem) => {
    const found = obeyed.find(
      (ignore) => ignore.covers(problem) && ignore.rules.some((rule) => matchesRule(rule, problem.rule)),
    );
    if (found === undefined) return true;
    used.add(found);
    ignored.push({ ...problem, reason: found.reason });
    return false;
  });
  const idle = isChange ? [] : idleIn(obeyed, used, left);
  return { problems: [...left, ...faults, ...idle], ignored };
}

/** How many problems are of each level. */
export function countLevels(problems: readonly Problem[]): Readonly<Record<Level, number>> {
  const count = (level: Level): number => problems.filter((problem) => problem.level === level).length;
  return { error: count('error'), warning: count('warning'), note: count('note') };
}

/** Whether anything is as bad as that. */
export function anyAtLeast(problems: readonly Problem[], threshold: Level | 'never'): boolean {
  return threshold !== 'never' && problems.some(({ level }) => isAtLeast(level, threshold));
}
