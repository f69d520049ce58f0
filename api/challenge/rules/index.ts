import type { Rule } from '../../rule.ts';
import type { Challenge } from '../challenge.ts';
import { specIsFrozen } from './spec-is-frozen.ts';

/** Every rule about a Challenge. */
export const challengeRules: readonly Rule<Challenge>[] = [specIsFrozen];
