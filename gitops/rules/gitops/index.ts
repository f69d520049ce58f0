import type { ObjectRule } from '../../rule.ts';
import { crdsFitIntoAnAnnotation } from './crds-fit-into-an-annotation.ts';
import { durationsAreCanonical } from './durations-are-canonical.ts';
import { entriesAreUnique } from './entries-are-unique.ts';
import { noCaBundle } from './no-ca-bundle.ts';
import { noEmptyMembers } from './no-empty-members.ts';
import { noForce } from './no-force.ts';
import { noHooks } from './no-hooks.ts';
import { noServerFields } from './no-server-fields.ts';
import { noStatus } from './no-status.ts';
import { templateIsNotTracked } from './template-is-not-tracked.ts';
import { variablesAreSubstituted } from './variables-are-substituted.ts';

/** What is legal in a cluster and a trap when it comes from Git. */
export const gitopsRules: readonly ObjectRule[] = [
  durationsAreCanonical,
  noEmptyMembers,
  entriesAreUnique,
  noStatus,
  noServerFields,
  templateIsNotTracked,
  noForce,
  noHooks,
  variablesAreSubstituted,
  noCaBundle,
  crdsFitIntoAnAnnotation,
];
