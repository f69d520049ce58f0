import type { TreeRule } from '../../rule.ts';
import { issuerComesFirst } from './issuer-comes-first.ts';
import { objectIsDefinedOnce } from './object-is-defined-once.ts';

/** What only shows in manifests seen together; the rest of the family is in `api/reference/rules/`. */
export const treeRules: readonly TreeRule[] = [objectIsDefinedOnce, issuerComesFirst];
