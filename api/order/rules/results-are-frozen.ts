import { has, keeps } from '../../cel.ts';
import type { Rule } from '../../rule.ts';
import { changed } from '../candidate.ts';
import type { Order } from '../order.ts';

const members = ['url', 'finalizeURL', 'certificate'] as const;
const isValid = `${has('oldObject', 'status.state')} && oldObject.status.state == 'valid'`;
const detail = 'cannot be changed once set';

export const resultsAreFrozen: Rule<Order> = {
  id: 'order/results-are-frozen',
  field: 'status',
  severity: 'deny',
  source: 'cert-manager v1.21 OR2',
  passes: [changed({}, { status: { url: 'https://acme.example/order/1' } })],
  fails: [
    changed({ status: { url: 'https://acme.example/order/1' } }, { status: {} }),
    changed({ status: { finalizeURL: 'https://acme.example/finalize/1' } }, { status: {} }),
    changed(
      { status: { state: 'valid', certificate: 'YQ==' } },
      { status: { state: 'valid', certificate: 'Yg==' } },
    ),
  ],
  cel: members.map((member) => ({
    valid:
      member === 'certificate'
        ? `!(${isValid}) || ${keeps('status.certificate')}`
        : keeps(`status.${member}`),
    says: { field: `status.${member}`, kind: 'Forbidden', detail },
    inCrd: true,
  })),
  beyondCel: 'reads-bytes-otherwise',
  check(after, before) {
    return members.flatMap((member) => {
      const was = before?.status?.[member];
      if (!was || was === after.status?.[member]) return [];
      return [{ field: `status.${member}`, kind: 'Forbidden' as const, detail }];
    });
  },
};
