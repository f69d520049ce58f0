import type { Told } from '../../api/cel-told.ts';
import type { CelCheck, Severity } from '../../api/rule.ts';

/** A check in CEL with all that is known of it. */
export interface CelRule extends Omit<CelCheck, 'says' | 'tells'> {
  /** Of the rule. */
  readonly id: string;
  readonly severity: Severity;
  /** Together with the schema, CEL says all that the rule says. */
  readonly whole: boolean;
  readonly says: Told;
}
