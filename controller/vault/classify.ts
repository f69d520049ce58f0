import { type Failure, TerminalFailure, TransientFailure } from '../../api/failure.ts';
import { errorOf } from './answers.ts';
import type { VaultAnswer } from './transport.ts';

/** Reason of a failure to log in: nothing was asked to be signed yet. */
export const loginRefused = 'VaultLoginRefused';

/** The same where Vault counts refusals, and locks out whoever has too many: all who use that role. */
export const countedRefusal = 'VaultCredentialsRefused';

/**
 * Statuses that ask for patience: request timeout, an index that a replica has not caught up with, too early, too many
 * requests, and standbys that cannot forward.
 */
const patientStatuses = new Set([408, 412, 425, 429, 472, 473]);

export function isPassing({ status }: VaultAnswer): boolean {
  return status >= 500 || patientStatuses.has(status);
}

/** Whether the token itself is not taken (any more), rather than what it may do. */
export function isTokenRefused(answer: VaultAnswer): boolean {
  return answer.status === 403 && /invalid token|bad token/.test(errorOf(answer));
}

/**
 * Nobody tells us when a role or a policy of a Vault is changed, so what it refuses at the door is tried again with back-off.
 *
 * @param what was asked, and of whom: `Post "https://…/v1/auth/approle/login"`
 * @param advice whom to ask, and which fields to look at
 */
export function failureFromLogin(what: string, answer: VaultAnswer, advice: string): TransientFailure {
  const { retryAfterSeconds } = answer;
  const text = isPassing(answer) ? passingWords(answer) : `${errorOf(answer)} (${answer.status}): ${advice}`;
  return new TransientFailure(
    loginRefused,
    `${what}: ${text}`,
    retryAfterSeconds === undefined ? {} : { retryAfterSeconds },
  );
}

/** What the refusal of a signature means: the one place that decides whether waiting can help. */
export function failureFromSigning(what: string, path: string, answer: VaultAnswer): Failure {
  const { status, retryAfterSeconds } = answer;
  if (isPassing(answer)) {
    const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return new TransientFailure('VaultUnavailable', `${what}: ${passingWords(answer)}`, details);
  }
  const said = errorOf(answer);
  return new TerminalFailure(
    'VaultRefused',
    `${what}: ${said} (${status}): ${adviceFor(said, { status, path })}`,
  );
}

function passingWords(answer: VaultAnswer): string {
  const said = errorOf(answer);
  if (answer.status === 503 && /sealed/i.test(said)) return 'Vault is sealed';
  return said === `status ${answer.status}` ? said : `${said} (${answer.status})`;
}

interface Refused {
  readonly status: number;
  readonly path: string;
}

/** By the words of the PKI secrets engine: who must do what. */
const advices: readonly (readonly [said: RegExp, advice: (path: string) => string])[] = [
  [
    /no handler for route|unsupported (?:path|operation)/,
    () => 'set spec.vault.path of the issuer to <mount>/sign/<role>',
  ],
  [/unknown role/, () => 'set the role in spec.vault.path of the issuer to one that there is'],
  [
    /(?:common|subject alternate|alternate) name|URI|IP |email/i,
    (path) =>
      `change the names of the Certificate, or have them allowed in the role (${path}): allowed_domains, allow_subdomains, allow_ip_sans, allowed_uri_sans`,
  ],
  [
    /\bTTL\b|not ?after|notAfter/i,
    (path) => `ask for a shorter spec.duration, or have max_ttl of the role (${path}) or the CA changed`,
  ],
  [
    /key type|requires keys? of|bits|curve/i,
    (path) => `change spec.privateKey of the Certificate, or key_type and key_bits of the role (${path})`,
  ],
];

function adviceFor(said: string, { status, path }: Refused): string {
  const found = advices.find(([words]) => words.test(said));
  if (found !== undefined) return found[1](path);
  return status === 403
    ? `a policy of Vault must allow "update" on ${path} to who logs in`
    : `change the Certificate, or the role in Vault (${path})`;
}
