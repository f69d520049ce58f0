import type { Certificate } from '../../../api/certificate/certificate.ts';
import { findCondition, isTrue } from '../../../api/conditions.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import type { Order } from '../../../api/order/order.ts';
import { secondsBetween } from '../../../runtime/clock.ts';
import { isFailed } from '../../order/state.ts';
import { type Chain, chainOf } from './chain.ts';
import { issuerOf } from './issuer-of.ts';
import { hasFailed } from './state.ts';
import type { View } from './view.ts';

/** Who has to act. */
export type Actor = 'certificate' | 'issuer' | 'approver' | 'proof' | 'external' | 'nobody';

/** The cause of a Certificate's state, from the object nearest to whoever refused. */
export interface Why {
  /** As they are on that object. */
  readonly words: string;
  readonly from: { readonly kind: string; readonly name: string };
  readonly actor: Actor;
}

export const actors: Readonly<Record<Actor, string>> = {
  certificate: 'The owner of this Certificate',
  issuer: 'Whoever runs the issuer',
  approver: 'Whoever approves requests',
  proof: 'Whoever runs DNS or the web server of the name',
  external: "Whoever runs the external issuer's controller",
  nobody: 'Nobody: certloom goes on by itself',
};

interface Looked {
  readonly view: View;
  readonly certificate: Certificate;
  readonly chain: Chain;
}

type Look = (looked: Looked) => Why | undefined;

/** What stands in the way of a Certificate for good, the most basic first. */
const obstacles: readonly Look[] = [
  conflict,
  keptKey,
  missingIssuer,
  denied,
  unapproved,
  unreadyIssuer,
  proofs,
];

/** Where a failure is told, from the far end of the chain to the near one. */
const failures: readonly Look[] = [denied, refusedOrder, refusedRequest, failedAttempt, overdue];

/** What happens while nothing is wrong. */
const doings: readonly Look[] = [order, request, issuing, notReady];

/** @returns `undefined` when there is nothing to tell */
export function whyOf(view: View, certificate: Certificate): Why | undefined {
  const looked = { view, certificate, chain: chainOf(view.stores, certificate) };
  const isFailure = hasFailed(certificate) || isTrue(certificate.status?.conditions, 'RenewalOverdue');
  const looks = isFailure ? [conflict, ...failures, ...obstacles, ...doings] : [...obstacles, ...doings];
  return firstOf(looks, looked);
}

/** Whether somebody must do something before its issuance goes on. */
export function isHeldUp(view: View, certificate: Certificate): boolean {
  return firstOf(obstacles, { view, certificate, chain: chainOf(view.stores, certificate) }) !== undefined;
}

function firstOf(looks: readonly Look[], looked: Looked): Why | undefined {
  for (const look of looks) {
    const why = look(looked);
    if (why !== undefined && why.words !== '') return why;
  }
  return undefined;
}

function conflict({ certificate }: Looked): Why | undefined {
  return told(certificate, 'Conflict', 'True');
}

function keptKey({ certificate }: Looked): Why | undefined {
  const why = told(certificate, 'Issuing', 'True');
  const { reason } = findCondition(certificate.status?.conditions, 'Issuing') ?? {};
  return reason === 'CannotRegenerateKey' ? why : undefined;
}

function missingIssuer({ view, certificate }: Looked): Why | undefined {
  const lookup = issuerOf(view, certificate);
  if (lookup.is !== 'missing') return undefined;
  return { words: lookup.message, from: ofCertificate(certificate), actor: 'certificate' };
}

function unreadyIssuer({ view, certificate }: Looked): Why | undefined {
  const lookup = issuerOf(view, certificate);
  if (lookup.is !== 'found' || lookup.ready) return undefined;
  const { metadata, status } = lookup.issuer;
  const { message = 'The issuer is not ready yet' } = findCondition(status?.conditions, 'Ready') ?? {};
  return { words: message, from: { kind: lookup.kind, name: metadata.name ?? '' }, actor: 'issuer' };
}

function denied({ chain }: Looked): Why | undefined {
  const { metadata, status } = chain.request ?? {};
  const condition = findCondition(status?.conditions, 'Denied');
  if (condition?.status !== 'True') return undefined;
  const words = condition.message || 'The request was denied';
  return { words, from: ofRequest(metadata?.name), actor: 'approver' };
}

/** Approvers are quick where they are programs. */
const approvalSeconds = 10;

function unapproved({ view, chain: { request } }: Looked): Why | undefined {
  const { conditions } = request?.status ?? {};
  if (request === undefined || isTrue(conditions, 'Approved')) return undefined;
  const made = new Date(request.metadata.creationTimestamp ?? view.now);
  const isOver = findCondition(conditions, 'Ready') !== undefined;
  if (isOver || secondsBetween(made, view.now) < approvalSeconds) return undefined;
  const words = 'The request waits for an approval';
  return { words, from: ofRequest(request.metadata.name), actor: 'approver' };
}

/** A proof that cannot be published, or that the CA refused. One that is published and not seen yet may need time only. */
function proofs({ chain }: Looked): Why | undefined {
  const stuck = chain.challenges.find(
    ({ status }) => (status?.reason ?? '') !== '' && status?.state !== 'valid' && status?.presented !== true,
  );
  if (stuck === undefined) return undefined;
  const isSolver = stuck.spec.type === 'DNS-01' && !isFailed(stuck.status);
  return { ...saidBy('Challenge', stuck), actor: isSolver ? 'issuer' : 'proof' };
}

function refusedOrder({ chain }: Looked): Why | undefined {
  const { metadata, status } = chain.order ?? {};
  if (!isFailed(status)) return undefined;
  const words = status?.reason ?? '';
  const actor = words.startsWith('Challenge for domain') ? 'proof' : 'certificate';
  return { words, from: { kind: 'Order', name: metadata?.name ?? '' }, actor };
}

function refusedRequest(looked: Looked): Why | undefined {
  const { metadata, status } = looked.chain.request ?? {};
  const ready = findCondition(status?.conditions, 'Ready');
  if (ready?.reason !== 'Failed') return undefined;
  return { words: ready.message ?? '', from: ofRequest(metadata?.name), actor: refuserOf(looked) };
}

const beforeCause = /^The certificate request has failed to complete and will be retried: /;

function failedAttempt(looked: Looked): Why | undefined {
  const { certificate } = looked;
  const why = told(certificate, 'Issuing', 'False');
  return why && { ...why, words: why.words.replace(beforeCause, ''), actor: refuserOf(looked) };
}

function overdue(looked: Looked): Why | undefined {
  const why = told(looked.certificate, 'RenewalOverdue', 'True');
  return why && { ...why, actor: refuserOf(looked) };
}

function refuserOf({ view, certificate }: Looked): Actor {
  const lookup = issuerOf(view, certificate);
  if (lookup.is === 'external') return 'external';
  return lookup.is === 'found' ? 'issuer' : 'certificate';
}

/** The CA waits for proofs: what the first of them says that says anything, else what the order does. */
function order({ chain: { order: at, challenges } }: Looked): Why | undefined {
  if (at === undefined || at.status?.state === 'valid') return undefined;
  const told = challenges.find(({ status }) => status?.state !== 'valid' && (status?.reason ?? '') !== '');
  if (told !== undefined) return { ...saidBy('Challenge', told), actor: 'nobody' };
  const { from, words } = saidBy('Order', at);
  return { from, words: words || `The order is ${at.status?.state ?? 'new'}`, actor: 'nobody' };
}

function saidBy(kind: string, { metadata, status }: Order | Challenge): Pick<Why, 'words' | 'from'> {
  return { words: status?.reason ?? '', from: { kind, name: metadata.name ?? '' } };
}

function request({ chain, view, certificate }: Looked): Why | undefined {
  const { metadata, status } = chain.request ?? {};
  const ready = findCondition(status?.conditions, 'Ready');
  if (ready?.reason !== 'Pending') return undefined;
  const actor = issuerOf(view, certificate).is === 'external' ? 'external' : 'nobody';
  return { words: ready.message ?? '', from: ofRequest(metadata?.name), actor };
}

function issuing({ certificate }: Looked): Why | undefined {
  const why = told(certificate, 'Issuing', 'True');
  return why && { ...why, actor: 'nobody' };
}

function notReady({ certificate }: Looked): Why | undefined {
  return told(certificate, 'Ready', 'False');
}

function told(certificate: Certificate, type: string, status: 'True' | 'False'): Why | undefined {
  const condition = findCondition(certificate.status?.conditions, type);
  if (condition?.status !== status) return undefined;
  return { words: condition.message ?? '', from: ofCertificate(certificate), actor: 'certificate' };
}

function ofCertificate({ metadata }: Certificate): Why['from'] {
  return { kind: 'Certificate', name: metadata.name ?? '' };
}

function ofRequest(name: string | undefined): Why['from'] {
  return { kind: 'CertificateRequest', name: name ?? '' };
}
