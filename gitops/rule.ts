import type { Violation } from '../api/rule.ts';
import type { Manifest } from './read/read-manifests.ts';
import type { Tree } from './tree.ts';

/**
 * `error`: admission refuses it, or it can never work. `warning`: probably not as meant. `note`: works, but could be
 * written better.
 */
export type Level = 'error' | 'warning' | 'note';

/** What a rule of the check found in an object. */
export interface Flaw extends Violation {
  /** Where it differs from that of the rule. */
  readonly level?: Level;
  /** What to write in place of the value, where that means the same. */
  readonly replacement?: string;
}

/** What is known of every rule. */
export interface RuleFacts {
  /** `<family>/<what-is-wanted>`: shown to users; never renamed, never used again for something else. */
  readonly id: string;
  /** The field the rule is about, without indices. */
  readonly field: string;
  readonly level: Level;
  /** Who demands it, and why. */
  readonly source: string;
}

type Example = Manifest['object'];

/** A rule about one object that only matters before the merge: admission does not see what it is about. */
export interface ObjectRule extends RuleFacts {
  readonly passes: readonly Example[];
  readonly fails: readonly Example[];
  check(object: Example): readonly Flaw[];
}

/** A flaw of one of several objects. */
export interface FlawIn extends Flaw {
  readonly manifest: Manifest;
}

/** A rule about objects that belong together. */
export interface TreeRule extends RuleFacts {
  readonly passes: readonly (readonly Example[])[];
  readonly fails: readonly (readonly Example[])[];
  check(tree: Tree): readonly FlawIn[];
}
