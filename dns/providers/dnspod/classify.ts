import { TerminalFailure, TransientFailure } from '../../../api/failure.ts';
import type { Failure } from '../../../api/failure.ts';

/** What DNSPod says when it does not do what it was asked (HTTP 200 with `Response.Error`). */
export interface Refusal {
  readonly ok: false;
  /** https://cloud.tencent.com/document/api/1427/56192 */
  readonly code: string;
  /** For people; without request ids, which change on every try. */
  readonly message: string;
}

/** What a refusal means for us. */
export type Meaning =
  | 'exists'
  | 'absent'
  | 'notOurZone'
  | 'ttlTooLow'
  | 'planLimit'
  | 'throttled'
  | 'clock'
  | 'passing'
  | 'credentials'
  | 'permanent';

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

/** The one place that says what DNSPod's error codes mean for us; messages are never looked at. */
export function meaningOf(code: string): Meaning {
  return meanings[code] ?? families.find(([pattern]) => pattern.test(code))?.[1] ?? 'permanent';
}

/** Whether the same call may work in a moment. */
export function passesByItself(meaning: Meaning): boolean {
  return meaning === 'throttled' || meaning === 'passing' || meaning === 'clock';
}

const reasons: Readonly<Partial<Record<Meaning, readonly [reason: string, advice: string]>>> = {
  notOurZone: [
    'DnspodZoneNotFound',
    'add the domain to the account whose API key the Issuer names, or correct the key',
  ],
  planLimit: [
    'DnspodPlanLimit',
    'delegate the name by a CNAME to a shorter one, or upgrade the plan of the domain',
  ],
  throttled: ['DnspodThrottled', 'it will be tried again'],
  clock: ['DnspodClockSkew', 'the clock of this machine is wrong by more than five minutes'],
  passing: ['DnspodUnavailable', 'it will be tried again'],
  credentials: ['DnspodAccessDenied', 'check the API key that the Issuer names and what it is allowed to do'],
};

/** @param what the call in words: "create the TXT record _acme-challenge.example.com." */
export function failureFromRefusal(what: string, refusal: Refusal): Failure {
  const meaning = meaningOf(refusal.code);
  const [reason, advice] = reasons[meaning] ?? ['DnspodRefused', ''];
  const Kind = passesByItself(meaning) ? TransientFailure : TerminalFailure;
  const text = `DNSPod refused to ${what}: ${refusal.message} (${refusal.code})`;
  return new Kind(reason, advice === '' ? text : `${text}; ${advice}`);
}
