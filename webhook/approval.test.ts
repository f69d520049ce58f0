import { describe, expect, it } from 'vitest';
import { certificateRequest } from '../test/build/certificate-request.ts';
import { ManualClock } from '../test/build/manual-clock.ts';
import type { AdmissionRequest } from './admission-review.ts';
import { createApprovalCheck } from './approval.ts';

/** An API server that knows no group but ours, and lets ann approve everything. */
const asked: string[] = [];
const check = createApprovalCheck(
  {
    request: <Answer>(_method: string, path: string) => {
      asked.push(path);
      return Promise.resolve({ status: { allowed: true } } as Answer);
    },
  },
  new ManualClock(),
);

const approved = { type: 'Approved', status: 'True' } as const;

function approval(object: unknown, oldObject: unknown = certificateRequest()): AdmissionRequest {
  return {
    uid: 'u',
    resource: { group: 'cert-manager.io', version: 'v1', resource: 'certificaterequests' },
    subResource: 'status',
    name: 'shop-1',
    namespace: 'web',
    operation: 'UPDATE',
    userInfo: { username: 'ann' },
    dryRun: false,
    object: object as AdmissionRequest['object'] & {},
    oldObject: oldObject as AdmissionRequest['oldObject'] & {},
  };
}

describe('an approval', () => {
  it.each([
    ['conditions that are no list', { status: { conditions: {} } }],
    ['a condition that is nothing', { status: { conditions: [null] } }],
    ['a status that is a number', { status: 5 }],
  ])('is none with %s', async (_, odd) => {
    expect(await check(approval({ metadata: {}, ...odd }))).toEqual([]);
  });

  it.each([
    ['no spec', {}],
    ['no issuer', { spec: {} }],
  ])(
    'is answered, and a name that is not there is permitted to whoever may approve all: %s',
    async (_, odd) => {
      const status = { conditions: [null, approved] };
      expect(await check(approval({ metadata: {}, ...odd, status }, { metadata: {}, status: 'x' }))).toEqual(
        [],
      );
    },
  );

  it.each(['a b', '../api/v1/namespaces/kube-system/secrets', 'a\nb', '%', 'a?b'])(
    'for a signer of the group "%s" is refused, and nobody is asked for that',
    async (group) => {
      asked.length = 0;
      const request = certificateRequest({
        spec: { issuerRef: { name: 'ca', kind: 'Other', group } },
        status: { conditions: [approved] },
      });

      expect(await check(approval(request))).toMatchObject([{ field: 'spec.issuerRef', kind: 'Forbidden' }]);
      expect(asked).toEqual([]);
    },
  );
});
