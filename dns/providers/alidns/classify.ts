import type { Meaning, Refusal } from '../../vendor-api/refusal.ts';

/** `Code` of an answer (https://api.aliyun.com/document/Alidns/2015-01-09/errorCode). */
const meanings: Readonly<Record<string, Meaning>> = {
  DomainRecordDuplicate: 'exists',
  DomainRecordNotBelongToUser: 'absent',
  'InvalidRecordId.NotFound': 'absent',
  IncorrectDomainUser: 'notOurZone',
  'InvalidDomainName.NoExist': 'notOurZone',
  'InvalidDomainName.Format': 'notOurZone',
  'InvalidDomainName.Suffix': 'notOurZone',
  DomainNotFound: 'notOurZone',
  'QuotaExceeded.TTL': 'ttlTooLow',
  'QuotaExceeded.Record': 'planLimit',
  'QuotaExceeded.SubDomain': 'planLimit',
  SubDomainInvalid: 'permanent',
  LastOperationNotFinished: 'passing',
  ServiceUnavailable: 'passing',
  InternalError: 'passing',
  UnKnownError: 'passing', // the vendor's spelling
  SignatureNonceUsed: 'passing',
  'InvalidTimeStamp.Expired': 'clock',
  'InvalidTimeStamp.Format': 'clock',
  SignatureDoesNotMatch: 'credentials',
  IncompleteSignature: 'credentials',
  NoPermission: 'credentials',
};

const families: readonly (readonly [pattern: RegExp, meaning: Meaning])[] = [
  [/^Throttling(?:\.|$)/, 'throttled'],
  [/^ServiceUnavailable\./, 'passing'],
  [/^InvalidAccessKeyId(?:\.|$)/, 'credentials'],
  [/^InvalidSecurityToken(?:\.|$)/, 'credentials'],
  [/^Forbidden(?:\.|$)/, 'credentials'],
];

/** The one place that says what the error codes of Alibaba Cloud DNS mean for us; messages are never looked at. */
export function meaningOf(code: string): Meaning {
  return meanings[code] ?? families.find(([pattern]) => pattern.test(code))?.[1] ?? 'permanent';
}

const advices: Readonly<Record<string, string>> = {
  'QuotaExceeded.Record': 'remove old TXT records of this name in the console, or upgrade the edition',
  'QuotaExceeded.SubDomain':
    'point the name by a CNAME to one with fewer labels (cnameStrategy: Follow), or upgrade the edition',
  'QuotaExceeded.TTL': 'the edition of the domain allows no TTL as short: set a longer ttl in the Issuer',
  'Forbidden.RAM':
    'allow alidns:AddDomainRecord, alidns:DescribeSubDomainRecords and alidns:DeleteDomainRecord for the domain',
  DomainForbidden: 'the domain is blocked: ask the support of Alibaba Cloud',
  DomainRecordConflict: 'another record of this name, such as a CNAME, is in the way of a TXT record',
  DomainRecordLocked: 'unlock the record in the console',
};

/** What people can do about a code. */
export function adviceFor({ code }: Refusal): string | undefined {
  return advices[code];
}
