import type { Rule } from '../../rule.ts';
import { authorizationViolations } from '../frozen-authorization.ts';
import { changed } from '../candidate.ts';
import type { Order } from '../order.ts';

export const authorizationsAreFrozen: Rule<Order> = {
  id: 'order/authorizations-are-frozen',
  field: 'status.authorizations',
  severity: 'deny',
  source: 'cert-manager v1.21 OR3, OR4, OR5',
  passes: [changed({}, { status: { authorizations: [{ url: 'https://acme.example/authz/1' }] } })],
  fails: [
    changed({ status: { authorizations: [{ url: 'https://acme.example/authz/1' }] } }, { status: {} }),
    changed(
      { status: { authorizations: [{ url: 'https://acme.example/authz/1' }] } },
      { status: { authorizations: [{ url: 'https://acme.example/authz/2' }] } },
    ),
  ],
  check(after, before) {
    const was = before?.status?.authorizations ?? [];
    const is = after.status?.authorizations ?? [];
    const field = 'status.authorizations';
    if (was.length > 0 && was.length !== is.length)
      return [{ field, kind: 'Forbidden', detail: 'authorizations cannot be added or removed once set' }];
    return was.flatMap((authorization, index) =>
      authorizationViolations(`${field}[${index}]`, authorization, is[index]),
    );
  },
};
