import { describe, expect, it } from 'vitest';
import { failureFromRefusal, meaningOf } from './classify.ts';

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

  it('becomes a failure that says what was tried, what came back and what to do', () => {
    const refusal = { ok: false, code: 'LimitExceeded.SubdomainLevelLimit', message: 'Too deep.' } as const;

    expect(failureFromRefusal('create the TXT record of a.b.c.', refusal)).toMatchObject({
      reason: 'DnspodPlanLimit',
      retry: false,
      message:
        'DNSPod refused to create the TXT record of a.b.c.: Too deep. (LimitExceeded.SubdomainLevelLimit); delegate the name by a CNAME to a shorter one, or upgrade the plan of the domain',
    });
  });
});
