import { Failure, TransientFailure } from '../../api/failure.ts';
import type { OrderStatus } from '../../api/order/order.ts';
import type { CaOrder } from '../acme/answers.ts';
import type { AcmeClient } from '../acme/client.ts';
import { CaRefusal, orRefusal } from '../acme/refusal.ts';
import { decodeBundle } from '../../pki/certificate.ts';
import { createChallenges, deleteChallenges } from './challenges.ts';
import { csrOf } from './csr.ts';
import { stillStandsSeconds } from './decide.ts';
import type { OrderAction } from './decide.ts';
import { wait } from '../../runtime/clock.ts';
import { clientOf, pollKey } from './tools.ts';
import type { OrderTools } from './tools.ts';
import { checkProfile, newOrder, orderWanted, placed, readAuthorizations } from './place.ts';
import type { OrderSeen } from './seen.ts';

/** How long the authorizations of a new order may take before its URL is written down without them. */
const patienceSeconds = 5;

/** Performs one action. Every one of them can be repeated: names are derived, and the CA is asked before anything new. */
export async function act(
  tools: OrderTools,
  action: OrderAction,
  seen: OrderSeen,
): Promise<Partial<OrderStatus> | undefined> {
  switch (action.do) {
    case 'placeOrder':
      return placeOrder(tools, seen);
    case 'readAuthorizations':
      return orRefusal(learnAuthorizations(tools, seen), 'Failed to fetch authorization: ');
    case 'createChallenges':
      return createChallenges(tools, await clientOf(tools, seen), seen.order, action.proofs);
    case 'deleteChallenges':
      return deleteChallenges(tools, action.challenges);
    case 'finalize':
      return finalize(tools, seen, action.ca);
    case 'download':
      return orRefusal(
        download(await clientOf(tools, seen), seen, action.certificateUrl),
        'Failed to retrieve signed certificate: ',
      );
    case 'fail':
      throw action.failure;
    default:
      return action satisfies never;
  }
}

async function placeOrder(tools: OrderTools, seen: OrderSeen): Promise<Partial<OrderStatus>> {
  const client = await clientOf(tools, seen);
  const ca = await orRefusal(findOrPlace(tools, client, seen), 'Failed to create Order: ');
  const uid = seen.order.metadata.uid ?? '';
  tools.claims.claim(ca.url, uid);
  tools.polls.note(pollKey(seen.order, 'proving'), ca, tools.clock.now(), stillStandsSeconds);
  const authorizations = await inTime(tools, readAuthorizations(client, ca.authorizations));
  return authorizations === undefined ? placed(ca) : { ...placed(ca), authorizations };
}

/** The order is there: its URL is written down soon, whatever becomes of the rest. */
async function inTime<Value>({ clock }: OrderTools, work: Promise<Value>): Promise<Value | undefined> {
  try {
    return await Promise.race([work, wait(clock, patienceSeconds).then(() => undefined)]);
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  } finally {
    work.catch(() => undefined);
  }
}

/** Nobody but us could have placed an order for an Order object that we have only just made. */
async function findOrPlace(
  tools: OrderTools,
  client: AcmeClient,
  { order, now }: OrderSeen,
): Promise<CaOrder> {
  const { claims, adoption } = tools;
  const uid = order.metadata.uid ?? '';
  const wanted = orderWanted(order.spec, now);
  if (!claims.firstAttempt(uid)) {
    const orphan = await adoption.find(client, {
      identifiers: wanted.identifiers,
      spkiDigest: csrOf(order).spkiDigest,
      claimed: (url) => tools.urlTaken(url, uid) || (claims.claimedBy(url) ?? uid) !== uid,
    });
    if (orphan !== undefined) return orphan;
  }
  await checkProfile(client, wanted.profile);
  try {
    return await newOrder(client, wanted);
  } catch (error) {
    if (error instanceof TransientFailure) adoption.doubt(client);
    throw error;
  }
}

async function learnAuthorizations(tools: OrderTools, seen: OrderSeen): Promise<Partial<OrderStatus>> {
  const client = await clientOf(tools, seen);
  const { status = {} } = seen.order;
  const known = status.finalizeURL === undefined ? placed(await client.order(status.url ?? '')) : status;
  const urls = (known.authorizations ?? []).map(({ url }) => url);
  return { ...known, authorizations: await readAuthorizations(client, urls) };
}

async function finalize(
  tools: OrderTools,
  seen: OrderSeen,
  ca: CaOrder,
): Promise<Partial<OrderStatus> | undefined> {
  const client = await clientOf(tools, seen);
  const csr = csrOf(seen.order).der;
  const poll = pollKey(seen.order, 'proven');
  tools.polls.forget(poll);
  const answer = await orRefusal(client.finalize(ca, csr), 'Failed to finalize Order: ');
  if (answer.status === 'valid' && answer.certificateUrl !== undefined) {
    return orRefusal(
      download(client, seen, answer.certificateUrl),
      'Failed to retrieve signed certificate: ',
    );
  }
  tools.polls.note(poll, answer, tools.clock.now(), answer.retryAfterSeconds);
  return undefined;
}

async function download(
  client: AcmeClient,
  { issuer }: OrderSeen,
  url: string,
): Promise<Partial<OrderStatus>> {
  const preferredChain = issuer.is === 'found' ? issuer.issuer.spec.acme?.preferredChain : undefined;
  const chain = await client.certificate(url, preferredChain);
  checkChain(chain);
  return { state: 'valid', certificate: Buffer.from(chain).toString('base64') };
}

/** What cannot be read now will not be readable later. */
function checkChain(chain: string): void {
  try {
    decodeBundle(chain);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new CaRefusal('Invalid certificate retrieved from ACME server: ', error);
  }
}
