import { X509Certificate } from 'node:crypto';
// toLegacyObject loads a part of it, and whoever has only the part has no TLS any more (Node 24)
import 'node:tls';
import type { KeyObject } from 'node:crypto';

import { readAccount, readAuthorization, readOrder, readOrderUrls } from './answers.ts';
import type { Account, CaAuthorization, CaOrder, Identifier } from './answers.ts';
import { invalidAnswer } from './classify.ts';
import { linksOf } from './link.ts';
import { type RenewalInfo, readRenewalInfo } from './renewal-info.ts';
import { createAccountSession } from './session.ts';
import { createSigningClient } from './signing.ts';
import type { ExternalAccount, SigningClient } from './signing.ts';
import { oneHeader } from './transport.ts';
import type { AcmeTransport } from './transport.ts';

/** What `newOrder` is asked for (RFC 8555 section 7.4). */
export interface OrderWanted {
  readonly identifiers: readonly Identifier[];
  /** RFC 3339. */
  readonly notAfter?: string;
  readonly profile?: string;
  /** The certificate this order replaces (RFC 9773 section 5). */
  readonly replaces?: string;
}

/**
 * One account at one ACME server. Every method makes the requests it says and no more, never waits and never polls.
 *
 * @throws {TransientFailure} no answer, a server error, or "not now"; with `retryAfterSeconds` where the server said so
 * @throws {TerminalFailure} a refusal
 */
export interface AcmeClient {
  /** Names of the profiles the server offers; `undefined` when it knows no profiles. */
  profiles(): Promise<readonly string[] | undefined>;
  /** Who signs at the moment; `undefined` before an account is known. */
  readonly accountUrl: string | undefined;
  /** Whether the CA said that it does not know the account: CAs for tests forget all with a restart. */
  readonly isGone: boolean;
  /** From now on requests are signed as this account: one registered before. */
  signInAs(accountUrl: string): void;
  /**
   * Finds the account of the key, or makes it; the terms of service are agreed to. From then on requests are signed as
   * this account.
   *
   * @param contact e-mail addresses, without `mailto:`
   */
  register(contact: readonly string[], externalAccount?: ExternalAccount): Promise<Registration>;
  updateContact(contact: readonly string[]): Promise<Account>;
  /** `replaces` is left out where the server knows no renewal information. */
  newOrder(wanted: OrderWanted): Promise<CaOrder>;
  order(url: string): Promise<CaOrder>;
  authorization(url: string): Promise<CaAuthorization>;
  /** Tells the CA to look. */
  accept(challengeUrl: string): Promise<void>;
  /** @param csr DER */
  finalize(order: { readonly url: string; readonly finalizeUrl: string }, csr: Buffer): Promise<CaOrder>;
  /**
   * The chain as PEM, leaf first.
   *
   * @param preferredChain the chain whose last certificate was issued by this common name, where the CA offers it
   */
  certificate(url: string, preferredChain?: string): Promise<string>;
  /** The account's orders, oldest first, as far as `limit`; `undefined` when the server does not list them. */
  orderUrls(limit: number): Promise<readonly string[] | undefined>;
  /** When to renew a certificate; `undefined` when the server has no such information (RFC 9773). */
  renewalInfo(certificateId: string): Promise<RenewalInfo | undefined>;
  /** The TXT value of a dns-01, or the body of an http-01 challenge. */
  challengeValue(type: 'dns-01' | 'http-01', token: string): Promise<string>;
  close(): Promise<void>;
}

/** The account, and whether it is new. */
export interface Registration {
  readonly account: Account;
  readonly created: boolean;
}

export interface AcmeClientOptions {
  readonly server: string;
  readonly key: KeyObject;
  readonly transport: AcmeTransport;
}

export function createAcmeClient(options: AcmeClientOptions): AcmeClient {
  const signing = createSigningClient(options.server, options.key, options.transport);
  const session = createAccountSession(signing);
  const post: Post = (action, url, payload) => session.post(action, url, payload);

  return {
    get accountUrl() {
      return session.url;
    },
    get isGone() {
      return session.isGone;
    },
    profiles: () => profilesOf(signing),
    signInAs: (url) => session.signIn(url),
    async register(contact, externalAccount) {
      const registration = await register(signing, contact, externalAccount);
      session.signIn(registration.account.url);
      return registration;
    },
    async updateContact(contact) {
      const url = session.ownUrl();
      return readAccount(url, await post('update_registration', url, { contact: mailto(contact) }));
    },
    async newOrder(wanted) {
      const url = await resourceUrl(signing, 'newOrder');
      const { replaces, ...plain } = wanted;
      const replacing = replaces !== undefined && (await knowsRenewal(signing));
      const answer = await post('authorize_order', url, replacing ? wanted : plain);
      const location = oneHeader(answer.headers['location']);
      if (location === undefined) throw invalidAnswer(url, 'no Location of the new order');
      return readOrder(location, answer);
    },
    order: async (url) => readOrder(url, await post('get_order', url, null)),
    authorization: async (url) => readAuthorization(url, await post('get_authorization', url, null)),
    accept: async (url) => void (await post('accept_challenge', url, {})),
    async finalize({ url, finalizeUrl }, csr) {
      const answer = await post('create_order_cert', finalizeUrl, { csr: csr.toString('base64url') });
      return readOrder(url, answer);
    },
    certificate: (url, preferredChain) => download(post, url, preferredChain),
    async orderUrls(limit) {
      const url = session.ownUrl();
      const { ordersUrl } = readAccount(url, await post('get_registration', url, null));
      return ordersUrl === undefined ? undefined : listOrders(post, ordersUrl, limit);
    },
    renewalInfo: (certificateId) => readRenewalInfo(signing, certificateId),
    challengeValue: (type, token) => signing.challengeValue(type, token),
    close: () => options.transport.close(),
  };
}

async function knowsRenewal(signing: SigningClient): Promise<boolean> {
  return typeof (await signing.directory())['renewalInfo'] === 'string';
}

async function profilesOf(signing: SigningClient): Promise<readonly string[] | undefined> {
  const { meta } = await signing.directory();
  const { profiles } = (meta ?? {}) as { profiles?: unknown };
  return typeof profiles === 'object' && profiles !== null ? Object.keys(profiles) : undefined;
}

type Post = (action: string, url: string, payload: object | null) => ReturnType<SigningClient['post']>;

async function register(
  signing: SigningClient,
  contact: readonly string[],
  externalAccount: ExternalAccount | undefined,
): Promise<Registration> {
  const url = await resourceUrl(signing, 'newAccount');
  const payload = { termsOfServiceAgreed: true, ...(contact.length > 0 && { contact: mailto(contact) }) };
  const answer = await signing.post('register_account', url, payload, {
    as: 'key',
    ...(externalAccount && { externalAccount }),
  });
  const location = oneHeader(answer.headers['location']);
  if (location === undefined) throw invalidAnswer(url, 'no Location of the account');
  return { account: readAccount(location, answer), created: answer.status === 201 };
}

async function resourceUrl(signing: SigningClient, resource: string): Promise<string> {
  const url = (await signing.directory())[resource];
  if (typeof url !== 'string') throw invalidAnswer('its directory', `no ${resource}`);
  return url;
}

/** Addresses are sent in lower case, as upstream does. */
function mailto(contact: readonly string[]): readonly string[] {
  return contact.map((address) => `mailto:${address.toLowerCase()}`);
}

/** The default chain, or else the first alternate that fits (RFC 8555 section 7.4.2). */
async function download(post: Post, url: string, preferredChain: string | undefined): Promise<string> {
  const answer = await post('fetch_cert', url, null);
  const chain = readChain(url, answer.data);
  if (preferredChain === undefined || preferredChain === '' || topIssuer(chain) === preferredChain)
    return chain;
  for (const alternate of linksOf(answer.headers['link'], 'alternate', url)) {
    const other = readChain(alternate, (await post('list_cert_alternates', alternate, null)).data);
    if (topIssuer(other) === preferredChain) return other;
  }
  return chain;
}

function readChain(url: string, data: unknown): string {
  if (typeof data !== 'string' || !data.includes('-----BEGIN CERTIFICATE-----')) {
    throw invalidAnswer(url, 'no certificate chain');
  }
  return data;
}

/** The common name of whoever issued the last certificate of the chain. */
function topIssuer(chain: string): string | undefined {
  const last = chain.slice(chain.lastIndexOf('-----BEGIN CERTIFICATE-----'));
  const { issuer } = new X509Certificate(last).toLegacyObject();
  return typeof issuer.CN === 'string' ? issuer.CN : undefined;
}

async function listOrders(post: Post, ordersUrl: string, limit: number): Promise<readonly string[]> {
  const urls: string[] = [];
  for (let page: string | undefined = ordersUrl; page !== undefined && urls.length < limit;) {
    const answer: Awaited<ReturnType<Post>> = await post('list_orders', page, null);
    urls.push(...readOrderUrls(answer));
    page = linksOf(answer.headers['link'], 'next', page)[0];
  }
  return urls;
}
