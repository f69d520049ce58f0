import { celGaps } from '../../api/cel-gaps.ts';
import type { Rule } from '../../api/rule.ts';

/** Who else guards a rule than the webhook and `certloom check`, in a sentence. */
export function guardsOf<Subject>({ cel = [], beyondCel }: Rule<Subject>): string {
  const inCrd = cel.some((check) => check.inCrd) ? ', and by the CRD' : '';
  if (beyondCel === 'schema-first')
    return `Guarded by the schema of the CRD${cel.length > 0 ? ' and the policies' : ''}, too.`;
  const reason = beyondCel === undefined ? '' : celGaps[beyondCel];
  if (cel.length > 0 && reason === '') return `Guarded by the policies, too${inCrd}.`;
  if (cel.length > 0) return `Guarded by the policies in part, too${inCrd}: ${reason}.`;
  return reason === '' ? 'Not in the policies.' : `Not in the policies: ${reason}.`;
}
