import type { Range } from '../place/locate.ts';
import type { Problem } from '../problem.ts';
import type { Source } from '../source.ts';
import type { Directive } from './directive.ts';

/** A directive in its place, and what it is about. */
export interface Ignore extends Directive {
  readonly covers: (problem: Problem) => boolean;
  /** Where it stands; absent for those of a configuration file that is for more than what was checked. */
  readonly at?: { readonly source: Source; readonly range: Range; readonly document: number };
}
