import { invalidAnswer } from './classify.ts';
import { readProblem } from './problem.ts';
import type { AcmeProblem } from './problem.ts';
import type { AcmeAnswer } from './transport.ts';

/** RFC 8555 section 9.7.7; `ip` is RFC 8738. */
export interface Identifier {
  readonly type: string;
  /** DNS names of orders keep their `*.`, those of authorizations have none. */
  readonly value: string;
}

/** RFC 8555 section 7.1.2. */
export interface Account {
  readonly url: string;
  readonly status: string;
  /** With `mailto:`; empty where the server does not tell (several do not). */
  readonly contact: readonly string[];
  /** Where the account's orders are listed; few servers say. */
  readonly ordersUrl?: string;
}

/** RFC 8555 section 7.1.3. */
export interface CaOrder {
  readonly url: string;
  readonly status: 'pending' | 'ready' | 'processing' | 'valid' | 'invalid';
  readonly identifiers: readonly Identifier[];
  readonly authorizations: readonly string[];
  readonly finalizeUrl: string;
  readonly certificateUrl?: string;
  readonly error?: AcmeProblem;
  /** When the server wants to be asked again. */
  readonly retryAfterSeconds?: number;
}

/** RFC 8555 section 7.1.4. */
export interface CaAuthorization {
  readonly url: string;
  readonly status: string;
  readonly identifier: Identifier;
  readonly wildcard: boolean;
  readonly challenges: readonly CaChallenge[];
  readonly retryAfterSeconds?: number;
}

/** RFC 8555 section 8. */
export interface CaChallenge {
  readonly type: string;
  readonly url: string;
  readonly token: string;
  readonly status: string;
  readonly error?: AcmeProblem;
}

const orderStatuses = new Set<string>(['pending', 'ready', 'processing', 'valid', 'invalid']);

/** @throws {TransientFailure} `AcmeInvalidAnswer` */
export function readAccount(url: string, answer: AcmeAnswer): Account {
  const raw = recordOf(answer.data);
  const orders = textOf(raw['orders']);
  return {
    url,
    status: textOf(raw['status']),
    contact: textsOf(raw['contact']),
    ...(orders !== '' && { ordersUrl: orders }),
  };
}

/** @throws {TransientFailure} `AcmeInvalidAnswer` */
export function readOrder(url: string, answer: AcmeAnswer): CaOrder {
  const raw = recordOf(answer.data);
  const status = textOf(raw['status']);
  if (!orderStatuses.has(status)) throw invalidAnswer(url, 'no order');
  const certificateUrl = textOf(raw['certificate']);
  return {
    url,
    status: status as CaOrder['status'],
    identifiers: listOf(raw['identifiers']).map(readIdentifier),
    authorizations: textsOf(raw['authorizations']),
    finalizeUrl: textOf(raw['finalize']),
    ...(certificateUrl !== '' && { certificateUrl }),
    ...errorOf(raw),
    ...retryAfterOf(answer),
  };
}

/** @throws {TransientFailure} `AcmeInvalidAnswer` */
export function readAuthorization(url: string, answer: AcmeAnswer): CaAuthorization {
  const raw = recordOf(answer.data);
  const identifier = readIdentifier(raw['identifier']);
  if (identifier.value === '') throw invalidAnswer(url, 'no authorization');
  return {
    url,
    status: textOf(raw['status']),
    identifier: { ...identifier, value: identifier.value.replace(/^\*\./, '') },
    // Older servers leave the flag out and keep the star.
    wildcard: raw['wildcard'] === true || identifier.value.startsWith('*.'),
    challenges: listOf(raw['challenges']).map(readChallenge),
    ...retryAfterOf(answer),
  };
}

/** `orders` of one page of the list (RFC 8555 section 7.1.2.1). */
export function readOrderUrls(answer: AcmeAnswer): readonly string[] {
  return textsOf(recordOf(answer.data)['orders']);
}

function readChallenge(raw: unknown): CaChallenge {
  const challenge = recordOf(raw);
  return {
    type: textOf(challenge['type']),
    url: textOf(challenge['url']),
    token: textOf(challenge['token']),
    status: textOf(challenge['status']),
    ...errorOf(challenge),
  };
}

function readIdentifier(raw: unknown): Identifier {
  const identifier = recordOf(raw);
  return { type: textOf(identifier['type']), value: textOf(identifier['value']) };
}

function errorOf(raw: Readonly<Record<string, unknown>>): { readonly error?: AcmeProblem } {
  const { error } = raw;
  return typeof error === 'object' && error !== null ? { error: readProblem(error, 400) } : {};
}

function retryAfterOf({ retryAfterSeconds }: AcmeAnswer): { readonly retryAfterSeconds?: number } {
  return retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
}

function recordOf(raw: unknown): Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null ? (raw as Record<string, unknown>) : {};
}

function listOf(raw: unknown): readonly unknown[] {
  return Array.isArray(raw) ? raw : [];
}

function textsOf(raw: unknown): readonly string[] {
  return listOf(raw).filter((item) => typeof item === 'string');
}

function textOf(raw: unknown): string {
  return typeof raw === 'string' ? raw : '';
}
