import { parseDuration } from '../../api/duration.ts';
import { Failure, TerminalFailure } from '../../api/failure.ts';
import { rfc3339 } from '../../api/conditions.ts';
import type { AcmeState, OrderAuthorization, OrderSpec, OrderStatus } from '../../api/order/order.ts';
import type { CaAuthorization, CaOrder } from '../acme/answers.ts';
import type { AcmeClient, OrderWanted } from '../acme/client.ts';
import { identifiersOf } from './identifiers.ts';

/** What the CA is asked for. */
export function orderWanted(spec: OrderSpec, now: Date): OrderWanted {
  const { duration = '', profile = '', replaces = '' } = spec;
  return {
    identifiers: identifiersOf(spec),
    ...(duration !== '' && { notAfter: rfc3339(later(now, duration)) }),
    ...(profile !== '' && { profile }),
    ...(replaces !== '' && { replaces }),
  };
}

function later(now: Date, duration: string): Date {
  return new Date(now.getTime() + Number(parseDuration(duration) / 1_000_000n));
}

/** What a CA may answer when it does not like `replaces`; not that it has had enough of us. */
const aboutReplaced: ReadonlySet<string> = new Set([
  'AcmeAlreadyReplaced',
  'AcmeConflict',
  'AcmeMalformed',
  'AcmeUnauthorized',
  'AcmeServerInternal',
  'Acme404',
  'Acme409',
]);

/** That a certificate is replaced is said to be polite (RFC 9773 section 5): nothing is lost without it. */
export async function newOrder(client: AcmeClient, wanted: OrderWanted): Promise<CaOrder> {
  const { replaces, ...plain } = wanted;
  try {
    return await client.newOrder(wanted);
  } catch (error) {
    if (replaces === undefined || !(error instanceof Failure) || !aboutReplaced.has(error.reason))
      throw error;
    return client.newOrder(plain);
  }
}

/** Asks before it orders: some CAs take unknown profiles for the default one. @throws {TerminalFailure} `AcmeNoProfile` */
export async function checkProfile(client: AcmeClient, profile: string | undefined): Promise<void> {
  if (profile === undefined || profile === '') return;
  const offered = await client.profiles();
  if (offered?.includes(profile) === true) return;
  const offer = offered === undefined ? 'it has no profiles' : `it offers ${offered.join(', ')}`;
  throw new TerminalFailure(
    'AcmeNoProfile',
    `the ACME server does not offer the profile "${profile}": ${offer}`,
  );
}

/** What an Order remembers of the CA's order, its authorizations not read yet. */
export function placed(order: CaOrder): OrderStatus {
  return {
    state: order.status,
    url: order.url,
    finalizeURL: order.finalizeUrl,
    authorizations: order.authorizations.map((url) => ({ url })),
  };
}

/** All authorizations, read at the same time. */
export function readAuthorizations(
  client: AcmeClient,
  urls: readonly string[],
): Promise<readonly OrderAuthorization[]> {
  return Promise.all(urls.map(async (url) => remembered(await client.authorization(url))));
}

function remembered(authorization: CaAuthorization): OrderAuthorization {
  return {
    url: authorization.url,
    identifier: authorization.identifier.value,
    wildcard: authorization.wildcard,
    initialState: initialState(authorization.status),
    challenges: authorization.challenges.map(({ type, url, token }) => ({ type, url, token })),
  };
}

const states: readonly string[] = ['valid', 'pending', 'invalid', 'expired'] satisfies AcmeState[];

/** `deactivated` and `revoked` have no word of their own in the API. */
function initialState(status: string): AcmeState {
  return states.includes(status) ? (status as AcmeState) : 'invalid';
}
