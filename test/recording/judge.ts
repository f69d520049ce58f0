import { sameValue } from '../../api/same-value.ts';
import type { Difference } from './differences.ts';
import type { Divergence, Listed } from './divergences.ts';
import type { SceneName } from './tape.ts';

/** What is wrong with the differences of a scene: nothing in either list is as it should be. */
export interface Verdict {
  /** Differences that nobody listed: faults. */
  readonly unlisted: readonly Difference[];
  /** Listed for the scene, but not there any more: to be taken off the list. */
  readonly gone: readonly Listed[];
}

export function judge(
  scene: SceneName,
  found: readonly Difference[],
  divergences: readonly Divergence[],
): Verdict {
  const listed = divergences.flatMap(({ differences }) => differences);
  const ofScene = listed.filter(({ scenes }) => scenes.includes(scene));
  return {
    unlisted: found.filter((difference) => !ofScene.some((entry) => covers(entry, difference))),
    gone: ofScene.filter((entry) => !found.some((difference) => covers(entry, difference))),
  };
}

function covers(entry: Listed, { object, path, upstream, ours }: Difference): boolean {
  return (
    entry.path === path &&
    fits(entry.objects, object) &&
    isAs(entry.upstream, upstream) &&
    isAs(entry.ours, ours)
  );
}

/** @param pattern with one `*` at most */
function fits(pattern: string, text: string): boolean {
  const [start = '', end] = pattern.split('*');
  return end === undefined ? text === start : text.startsWith(start) && text.endsWith(end);
}

function isAs(expected: unknown, value: unknown): boolean {
  if (!(expected instanceof RegExp)) return sameValue(expected, value);
  return (typeof value === 'string' || typeof value === 'number') && expected.test(String(value));
}
