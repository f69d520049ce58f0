import type { ExampleObject } from './example.ts';
import type { Severity, Violation } from '../rule.ts';
import type { World } from './world.ts';

/**
 * A rule about an object and what it refers to. Objects may arrive in any order, so admission only warns of what it finds,
 * whatever the severity, unless it is told to refuse; the check, which sees all of them, takes the severity at its word.
 */
export interface ReferenceRule<Subject> {
  /** `reference/<what-is-wanted>`: shown to users; never renamed, never used again for something else. */
  readonly id: string;
  /** The field the rule is about, without indices. */
  readonly field: string;
  readonly severity: Severity;
  /** Who demands it, and why. */
  readonly source: string;
  /** Objects that belong together. */
  readonly passes: readonly (readonly ExampleObject[])[];
  readonly fails: readonly (readonly ExampleObject[])[];
  check(subject: Subject, world: World): readonly Violation[];
}
