import type { Meaning, Refusal } from '../../vendor-api/refusal.ts';

/** `errors[].code` of an answer; they are numbers, and hardly any is documented. */
const meanings: Readonly<Record<string, Meaning>> = {
  '81057': 'exists',
  '81058': 'exists',
  '81044': 'absent',
  '1032': 'absent',
  '7003': 'notOurZone',
  '1001': 'notOurZone',
  '81045': 'planLimit',
  '971': 'throttled',
  '10429': 'throttled',
  '6003': 'credentials',
  '9103': 'credentials',
  '9106': 'credentials',
  '9109': 'credentials',
  '10000': 'credentials',
  '10001': 'credentials',
};

/**
 * The one place that says what Cloudflare's answers mean for us; messages are never looked at.
 *
 * @param status of HTTP: it decides where it says more than the code
 */
export function meaningOf(code: string, status: number): Meaning {
  if (status === 429) return 'throttled';
  if (status >= 500) return 'passing';
  const known = meanings[code];
  if (known !== undefined) return known;
  return status === 401 || status === 403 ? 'credentials' : 'permanent';
}

const token = 'the token needs Zone: Read and DNS: Edit for the zone';

const advices: Readonly<Partial<Record<Meaning, string>>> = {
  credentials: `check the Secret that the Issuer names; ${token}`,
  notOurZone: `add the domain to the account; ${token}`,
  planLimit: 'remove records that are not needed any more, or upgrade the plan of the zone',
  throttled: 'Cloudflare allows 1,200 calls in five minutes, in all; it will be tried again',
};

/** What people can do. */
export function adviceFor({ meaning }: Refusal): string | undefined {
  return advices[meaning];
}
