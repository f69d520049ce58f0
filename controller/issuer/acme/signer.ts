import { Failure, TerminalFailure, TransientFailure } from '../../../api/failure.ts';
import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import { orders as orderResource } from '../../../api/kinds.ts';
import type { Order } from '../../../api/order/order.ts';
import { keyOf } from '../../../api/resource.ts';
import { decodeCertificate } from '../../../pki/certificate.ts';
import { decodeCsr } from '../../../pki/csr.ts';
import { isAlreadyExists } from '../../../runtime/api-error.ts';
import type { Cluster } from '../../../runtime/cluster.ts';
import { trimObject } from '../../../runtime/trim.ts';
import type { Store } from '../../../runtime/store.ts';
import type { Claims } from '../../order/claims.ts';
import { orderName } from '../../order/names.ts';
import { isFailed, isIssued } from '../../order/state.ts';
import { controllerUid } from '../../owner.ts';
import type { SignOutcome, SignRequest, Signer } from '../signer.ts';
import { buildOrder } from './build-order.ts';

export interface AcmeSignerTools {
  readonly cluster: Pick<Cluster, 'create' | 'delete' | 'get'>;
  readonly orders: Store<Order>;
  readonly claims: Claims;
  /** Which certificate the request will replace, for the CA. */
  replaces(request: CertificateRequest): string | undefined;
}

/** Has an Order made for a request, and hands on what becomes of it. The Pending message is written once. */
export function acmeSigner(tools: AcmeSignerTools): Signer {
  return {
    announce(wanted) {
      const order = tryToBuild(tools, wanted);
      return 'is' in order ? order.message : created(order);
    },
    async sign(wanted) {
      const order = tryToBuild(tools, wanted);
      if ('is' in order) return order;
      const there = alreadyThere(tools, order) ?? (await createOrder(tools, order));
      if (!isOwned(there, wanted)) throw notOwned();
      return outcomeOf(tools, there, wanted);
    },
  };
}

type Refused = Extract<SignOutcome, { is: 'failed' }>;

function tryToBuild(tools: AcmeSignerTools, wanted: SignRequest): Order | Refused {
  try {
    return buildOrder(wanted, tools.replaces(wanted.request));
  } catch (error) {
    if (!(error instanceof TerminalFailure)) throw error;
    return { is: 'failed', reason: error.reason, message: error.message };
  }
}

/** The Order of the request, also when the certificate that it replaces has gone or been exchanged since. */
function alreadyThere({ orders }: AcmeSignerTools, order: Order): Order | undefined {
  const own = orders.get(keyOf(order));
  if (own !== undefined) return own;
  const wish = nameButForReplaced(order);
  return orders.by('owner', controllerUid(order) ?? '').find((other) => nameButForReplaced(other) === wish);
}

function nameButForReplaced({ metadata, spec }: Order): string {
  const { replaces: _replaced, ...wish } = spec;
  return orderName(metadata.ownerReferences?.[0]?.name ?? '', wish);
}

function created(order: Order): string {
  return `Created Order resource ${keyOf(order)}`;
}

/** Noted as made here: whoever looks at it first may place the order without searching for an older one. */
async function createOrder({ cluster, orders, claims }: AcmeSignerTools, order: Order): Promise<Order> {
  try {
    const made = trimObject(await cluster.create(orderResource, order));
    claims.made(made.metadata.uid ?? '');
    orders.take(made);
    return made;
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    const { namespace = '', name = '' } = order.metadata;
    const there = await cluster.get(orderResource, { namespace, name });
    if (there === undefined) throw error;
    const trimmed = trimObject(there);
    orders.take(trimmed);
    return trimmed;
  }
}

function isOwned({ metadata }: Order, { request }: SignRequest): boolean {
  return (metadata.ownerReferences ?? []).some(
    ({ uid, controller }) => controller === true && uid === request.metadata.uid,
  );
}

/** The Order of an earlier request with the same name, which is about to be collected. */
function notOwned(): TransientFailure {
  return new TransientFailure(
    'OrderNotOwned',
    'found Order resource not owned by this CertificateRequest, retrying',
  );
}

async function outcomeOf(tools: AcmeSignerTools, order: Order, wanted: SignRequest): Promise<SignOutcome> {
  const { status = {}, metadata } = order;
  if (isFailed(status)) {
    const state = `order is in "${status.state}" state: ${status.reason ?? ''}`;
    const message = `Failed to wait for order resource "${metadata.name}" to become ready: ${state}`;
    return { is: 'failed', reason: 'OrderFailed', message };
  }
  if (isIssued(status)) return issued(tools, order, wanted);
  if (status.reason === undefined || status.reason === '') {
    return { is: 'pending', reason: 'OrderCreated', message: created(order) };
  }
  const waiting = `Waiting on certificate issuance from order ${keyOf(order)}: "${status.state ?? ''}"`;
  return { is: 'pending', reason: 'OrderPending', message: `${waiting}: ${status.reason}` };
}

/** A certificate for another key cannot be used: the Order is deleted, and a new one follows. */
async function issued(tools: AcmeSignerTools, order: Order, { request }: SignRequest): Promise<SignOutcome> {
  const certificate = Buffer.from(order.status?.certificate ?? '', 'base64').toString();
  if (isFor(certificate, Buffer.from(request.spec.request, 'base64'))) return { is: 'issued', certificate };
  const { namespace = '', name = '', uid = '' } = order.metadata;
  await tools.cluster.delete(orderResource, { namespace, name }, { uid });
  tools.orders.drop(order);
  throw new TransientFailure(
    'OrderUnusable',
    `The certificate of Order ${keyOf(order)} cannot be used: ordering again`,
  );
}

function isFor(certificate: string, csr: Buffer): boolean {
  try {
    return decodeCertificate(certificate).spkiDigest === decodeCsr(csr).spkiDigest;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
