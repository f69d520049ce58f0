import { isInOurGroups } from '../../kinds.ts';
import { memberOf } from '../../members.ts';
import type { ObjectRule } from '../../rule.ts';
import { certificate } from '../example.ts';

export const noStatus: ObjectRule = {
  id: 'gitops/no-status',
  field: 'status',
  level: 'warning',
  source: 'Kubernetes API: status is dropped when an object is created; engines show it as a difference',
  passes: [certificate()],
  fails: [{ ...certificate(), status: { revision: 1 } }],
  check(object) {
    if (!isInOurGroups(object) || memberOf(object, 'status') === undefined) return [];
    return [{ field: 'status', kind: 'Forbidden', detail: 'is written by the controller; leave it out' }];
  },
};
