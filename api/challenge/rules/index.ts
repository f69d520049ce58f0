import type { Rule } from '../../rule.ts';
import type { Challenge } from '../challenge.ts';
import { belongsToAnOrder } from './belongs-to-an-order.ts';
import { solverFitsItsType } from './solver-fits-its-type.ts';
import { solverIsLegal } from './solver-is-legal.ts';
import { specIsFrozen } from './spec-is-frozen.ts';

/** Every rule about a Challenge. */
export const challengeRules: readonly Rule<Challenge>[] = [
  solverFitsItsType,
  solverIsLegal,
  belongsToAnOrder,
  specIsFrozen,
];
