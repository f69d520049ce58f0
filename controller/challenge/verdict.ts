import type { AcmeState } from '../../api/order/order.ts';
import type { ChallengeSpec } from '../../api/challenge/challenge.ts';
import type { CaAuthorization, CaChallenge } from '../acme/answers.ts';
import { describeProblem } from '../acme/problem.ts';

/** How a proof ended, in upstream's words. */
export interface Verdict {
  readonly state: AcmeState;
  readonly reason: string;
  readonly event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string };
}

/**
 * What the authorization means for the Challenge (RFC 8555 section 7.1.6).
 *
 * @returns `undefined` while the CA has not decided
 */
export function verdictOf(spec: ChallengeSpec, authorization: CaAuthorization): Verdict | undefined {
  const own = authorization.challenges.find(({ url }) => url === spec.url);
  if (authorization.status === 'valid') return verified(spec);
  if (authorization.status === 'invalid' || own?.status === 'invalid') return refused(spec, 'invalid', own);
  if (authorization.status === 'pending') return own === undefined ? missing() : undefined;
  const why = `the authorization is ${authorization.status}`;
  return failedVerdict(authorization.status === 'expired' ? 'expired' : 'invalid', why);
}

function verified({ dnsName, type }: ChallengeSpec): Verdict {
  const message = `Domain "${dnsName}" verified with "${type}" validation`;
  return {
    state: 'valid',
    reason: 'Successfully authorized domain',
    event: { type: 'Normal', reason: 'DomainVerified', message },
  };
}

function refused({ dnsName }: ChallengeSpec, state: AcmeState, own: CaChallenge | undefined): Verdict {
  const why = own?.error === undefined ? 'no reason given' : describeProblem(own.error);
  return failedVerdict(state, `acme: authorization error for ${dnsName}: ${why}`);
}

function missing(): Verdict {
  const reason = 'unexpected non-ACME API error: challenge was not present in authorization';
  return { state: 'errored', reason, event: { type: 'Warning', reason: 'Failed', message: reason } };
}

function failedVerdict(state: AcmeState, why: string): Verdict {
  return {
    state,
    reason: `Error accepting authorization: ${why}`,
    event: { type: 'Warning', reason: 'Failed', message: `Accepting challenge authorization failed: ${why}` },
  };
}
