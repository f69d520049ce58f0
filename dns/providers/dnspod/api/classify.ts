import type { Meaning, Refusal } from '../../../vendor-api/refusal.ts';

/** https://cloud.tencent.com/document/api/1427/56192 */
const meanings: Readonly<Record<string, Meaning>> = {
  'InvalidParameter.DomainRecordExist': 'exists',
  'ResourceNotFound.NoDataOfRecord': 'absent',
  'InvalidParameter.RecordIdInvalid': 'absent',
  'InvalidParameterValue.DomainNotExists': 'notOurZone',
  'InvalidParameter.DomainInvalid': 'notOurZone',
  'InvalidParameter.DomainIdInvalid': 'notOurZone',
  'FailedOperation.NotDomainOwner': 'notOurZone',
  'OperationDenied.NoPermissionToOperateDomain': 'notOurZone',
  'LimitExceeded.RecordTtlLimit': 'ttlTooLow',
  'LimitExceeded.SubdomainLevelLimit': 'planLimit',
  'LimitExceeded.SubdomainRollLimit': 'planLimit',
  'LimitExceeded.SubdomainWcardLimit': 'planLimit',
  'AuthFailure.SignatureExpire': 'clock',
  UnauthorizedOperation: 'credentials',
  'OperationDenied.AccessDenied': 'credentials',
  'OperationDenied.IPInBlacklist': 'credentials',
  'InvalidParameter.RequestIpLimited': 'credentials',
  InternalError: 'passing',
  FailedOperation: 'passing',
  'FailedOperation.UnknowError': 'passing', // the vendor's spelling
  'InvalidParameter.OperateFailed': 'passing',
};

const families: readonly (readonly [pattern: RegExp, meaning: Meaning])[] = [
  [/^RequestLimitExceeded(?:\.|$)/, 'throttled'],
  [/^InternalError\./, 'passing'],
  [/^AuthFailure(?:\.|$)/, 'credentials'],
  [/^UnauthorizedOperation\./, 'credentials'],
  [/\bIp(?:NotInWhitelist|InBlacklist)$/i, 'credentials'],
];

/** The one place that says what the error codes of API 3.0 mean for us; messages are never looked at. */
export function meaningOf(code: string): Meaning {
  return meanings[code] ?? families.find(([pattern]) => pattern.test(code))?.[1] ?? 'permanent';
}

const shorterName =
  'point the name by a CNAME to one with fewer labels (cnameStrategy: Follow), add the sub-domain as a zone of its own, or upgrade the plan of the domain';

const advices: Readonly<Record<string, string>> = {
  'LimitExceeded.SubdomainLevelLimit': shorterName,
  'LimitExceeded.SubdomainRollLimit':
    'remove old TXT records of this name in the console, or upgrade the plan of the domain',
  'LimitExceeded.SubdomainWcardLimit': 'the plan has no such wildcard names: upgrade the plan of the domain',
  'AuthFailure.SignatureExpire': 'the clock of this machine is wrong by more than five minutes',
  'AuthFailure.SecretIdNotFound':
    'check the SecretId: accounts of the international site need endpoint: dnspod.intl.tencentcloudapi.com',
  'AuthFailure.InvalidSecretId':
    'check the SecretId: it must be an API key of Tencent Cloud, not a DNSPod token (those go into apiID and apiTokenSecretRef)',
  'AuthFailure.TokenFailure': 'the session token is not that of the key, or has expired',
  'InvalidParameter.RecordLineInvalid':
    'recordLine must be a line that the plan of the domain has; leave it out for the default line',
  'FailedOperation.DomainIsLocked': 'unlock the domain in the console',
  'FailedOperation.DomainIsSpam': 'the domain is blocked: ask the support of DNSPod',
};

/** What people can do about a code. */
export function adviceFor({ code }: Refusal): string | undefined {
  return advices[code];
}
