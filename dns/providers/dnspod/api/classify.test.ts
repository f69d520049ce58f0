import { describe, expect, it } from 'vitest';
import { failureFromRefusal } from '../../../vendor-api/refusal.ts';
import { dnspod } from '../vendor.ts';
import { meaningOf } from './classify.ts';

describe('an error code of DNSPod', () => {
  it.each([
    ['InvalidParameter.DomainRecordExist', 'exists'],
    ['ResourceNotFound.NoDataOfRecord', 'absent'],
    ['InvalidParameter.RecordIdInvalid', 'absent'],
    ['InvalidParameterValue.DomainNotExists', 'notOurZone'],
    ['OperationDenied.NoPermissionToOperateDomain', 'notOurZone'],
    ['LimitExceeded.RecordTtlLimit', 'ttlTooLow'],
    ['LimitExceeded.SubdomainLevelLimit', 'planLimit'],
    ['AuthFailure.SignatureExpire', 'clock'],
    ['AuthFailure.SecretIdNotFound', 'credentials'],
    ['UnauthorizedOperation', 'credentials'],
    ['FailedOperation.IpInBlacklist', 'credentials'],
    ['RequestLimitExceeded', 'throttled'],
    ['RequestLimitExceeded.UinLimitExceeded', 'throttled'],
    ['FailedOperation', 'passing'],
    ['FailedOperation.UnknowError', 'passing'],
    ['FailedOperation.DomainIsLocked', 'permanent'],
    ['InvalidParameter.CustomMessage', 'permanent'],
  ])('has one meaning: %s', (code, meaning) => {
    expect(meaningOf(code)).toBe(meaning);
  });

  it.each([
    [
      'LimitExceeded.SubdomainLevelLimit',
      'DnspodPlanLimit',
      'point the name by a CNAME to one with fewer labels (cnameStrategy: Follow), add the sub-domain as a zone of its own, or upgrade the plan of the domain',
    ],
    [
      'LimitExceeded.SubdomainRollLimit',
      'DnspodPlanLimit',
      'remove old TXT records of this name in the console, or upgrade the plan of the domain',
    ],
    [
      'LimitExceeded.RecordTtlLimit',
      'DnspodTtlTooLow',
      'set a longer ttl in the Issuer, or upgrade the plan of the domain',
    ],
    [
      'InvalidParameter.RecordLineInvalid',
      'DnspodRefused',
      'recordLine must be a line that the plan of the domain has; leave it out for the default line',
    ],
    [
      'AuthFailure.SecretIdNotFound',
      'DnspodAccessDenied',
      'check the SecretId: accounts of the international site need endpoint: dnspod.intl.tencentcloudapi.com',
    ],
  ])(
    'becomes a failure that says what was tried, what came back and what to do: %s',
    (code, reason, advice) => {
      const refusal = { ok: false, code, message: 'No.', meaning: meaningOf(code) } as const;

      expect(failureFromRefusal(dnspod, 'create the TXT record of a.b.c.', refusal)).toMatchObject({
        reason,
        retry: false,
        message: `DNSPod refused to create the TXT record of a.b.c.: No. (${code}); ${advice}`,
      });
    },
  );
});
