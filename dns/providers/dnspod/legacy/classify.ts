import type { Meaning, Refusal } from '../../../vendor-api/refusal.ts';

/** `status.code` of any action (https://docs.dnspod.cn/api/response-format/). */
const common: Readonly<Record<string, Meaning>> = {
  '-1': 'credentials',
  '-2': 'throttled',
  '-3': 'credentials',
  '-7': 'credentials',
  '-8': 'credentials',
  '-99': 'passing',
  '3': 'passing',
  '6': 'notOurZone',
  '7': 'notOurZone',
  '13': 'notOurZone',
  '23': 'planLimit',
  '24': 'planLimit',
  '25': 'planLimit',
  '500025': 'planLimit',
  '32': 'ttlTooLow',
  '85': 'credentials',
  '104': 'exists',
};

/** The same numbers mean other things elsewhere. */
const particular: Readonly<Record<string, Readonly<Record<string, Meaning>>>> = {
  'Record.List': { '9': 'notOurZone', '10': 'absent' },
  'Record.Remove': { '8': 'absent' },
};

/** The one place that says what the numbers of the old API mean for us; messages are never looked at. */
export function legacyMeaningOf(action: string, code: string): Meaning {
  return particular[action]?.[code] ?? common[code] ?? 'permanent';
}

const advices: Readonly<Record<string, string>> = {
  '-1': 'check apiID and the token: a DNSPod token is needed, an API key of Tencent Cloud goes into secretIdRef and secretKeyRef',
  '-8': 'DNSPod lets nobody log in for an hour after 30 failures: correct the token',
  '85': 'DNSPod refuses logins from here: allow them in the security settings of the account',
  '21': 'unlock the domain in the console',
  '23': 'point the name by a CNAME to one with fewer labels (cnameStrategy: Follow), add the sub-domain as a zone of its own, or upgrade the plan of the domain',
  '25': 'remove old TXT records of this name in the console, or upgrade the plan of the domain',
  '500025': 'remove old TXT records of this name in the console, or upgrade the plan of the domain',
  '26': 'recordLine must be a line that the plan of the domain has; leave it out for the default line',
};

/** What people can do about a number. */
export function legacyAdviceFor({ code }: Refusal): string | undefined {
  return advices[code];
}
