import { TerminalFailure, TransientFailure } from '../../api/failure.ts';
import type { Failure } from '../../api/failure.ts';

/** What a refusal means for us; each vendor's `classify.ts` says it of its codes. */
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

/** What a vendor says when it does not do what it was asked. */
export interface Refusal {
  readonly ok: false;
  /** The vendor's own. */
  readonly code: string;
  /** For people; see {@link stableText}. */
  readonly message: string;
  readonly meaning: Meaning;
  /** When the vendor said to come back. */
  readonly retryAfterSeconds?: number | undefined;
}

/** How a vendor is called, and what to do about its refusals. */
export interface Vendor {
  /** As people write it. */
  readonly label: string;
  /** CamelCase: the beginning of the reasons of failures. */
  readonly word: string;
  /** What people can do, where the vendor has more to say than {@link failureFromRefusal} says for everybody. */
  readonly advice: (refusal: Refusal) => string | undefined;
}

/** Whether the same call may work in a moment. */
export function passesByItself(meaning: Meaning): boolean {
  return meaning === 'throttled' || meaning === 'passing' || meaning === 'clock';
}

const explained: Readonly<Record<Meaning, readonly [reason: string, advice: string]>> = {
  exists: ['Refused', ''],
  absent: ['Refused', ''],
  permanent: ['Refused', ''],
  notOurZone: [
    'ZoneNotFound',
    'add the domain to the account whose API key the Issuer names, or correct the key',
  ],
  ttlTooLow: ['TtlTooLow', 'set a longer ttl in the Issuer, or upgrade the plan of the domain'],
  planLimit: ['PlanLimit', 'upgrade the plan of the domain'],
  throttled: ['Throttled', 'it will be tried again'],
  clock: ['ClockSkew', 'the clock of this machine is wrong by minutes'],
  passing: ['Unavailable', 'it will be tried again'],
  credentials: ['AccessDenied', 'check the API key that the Issuer names and what it is allowed to do'],
};

/** @param what the call in words: "create the TXT record of _acme-challenge.example.com." */
export function failureFromRefusal(vendor: Vendor, what: string, refusal: Refusal): Failure {
  const [reason, usual] = explained[refusal.meaning];
  const advice = vendor.advice(refusal) ?? usual;
  const Kind = passesByItself(refusal.meaning) ? TransientFailure : TerminalFailure;
  const text = `${vendor.label} refused to ${what}: ${refusal.message} (${refusal.code})`;
  const { retryAfterSeconds } = refusal;
  return new Kind(
    `${vendor.word}${reason}`,
    advice === '' ? text : `${text}; ${advice}`,
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );
}

/**
 * A vendor's message without what changes from try to try (it becomes a status), on one line, without credentials.
 *
 * @param strike ids and secrets that must not be seen
 */
export function stableText(message: string, strike: readonly string[]): string {
  let text = message.replaceAll(/\[?\s*request ?id\s*[:=]?\s*[\w-]+\s*\]?/gi, '');
  for (const word of strike) if (word !== '') text = text.replaceAll(word, '');
  return text
    .replaceAll(/[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}
