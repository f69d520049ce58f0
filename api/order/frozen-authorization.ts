import type { Violation } from '../rule.ts';
import { sameValue } from '../same-value.ts';
import type { Order } from './order.ts';

type Authorization = NonNullable<NonNullable<Order['status']>['authorizations']>[number];

const members = ['url', 'identifier', 'wildcard', 'initialState'] as const;

function frozen(field: string): Violation {
  return { field, kind: 'Forbidden', detail: 'cannot be changed once set' };
}

/** What was known of an authorization and is no longer so. */
export function authorizationViolations(
  field: string,
  was: Authorization,
  is: Authorization | undefined,
): readonly Violation[] {
  const changed = members.filter((member) => {
    const value = was[member];
    return value !== undefined && value !== '' && value !== is?.[member];
  });
  const challenges = was.challenges ?? [];
  const changedChallenges = challenges.length > 0 && !sameValue(challenges, is?.challenges);
  return [
    ...changed.map((member) => frozen(`${field}.${member}`)),
    ...(changedChallenges ? [frozen(`${field}.challenges`)] : []),
  ];
}
