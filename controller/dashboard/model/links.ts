import type { CertificateRequest } from '../../../api/certificate-request/certificate-request.ts';
import type { Certificate } from '../../../api/certificate/certificate.ts';
import type { Challenge } from '../../../api/challenge/challenge.ts';
import { type Condition, findCondition, isTrue } from '../../../api/conditions.ts';
import type { Order } from '../../../api/order/order.ts';
import type { KubeObject } from '../../../api/resource.ts';
import { isFailed } from '../../order/state.ts';
import { chainOf, revisionOf } from './chain.ts';
import { issuerOf } from './issuer-of.ts';
import { standingOf } from './issuer-standing.ts';
import { states } from './state.ts';
import type { Summary } from './summary.ts';
import type { View } from './view.ts';

/** One object on the way from a Certificate to its issuer. */
export interface Link {
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `done`, `failed`, `working`, or `absent` for one that is not there (yet). */
  readonly state: 'done' | 'failed' | 'working' | 'absent';
  /** In a word or two: how it is. */
  readonly label: string;
  /** What it says of itself. */
  readonly words: string;
  readonly facts: readonly (readonly [label: string, value: string])[];
  readonly conditions: readonly Condition[];
}

/** From the Certificate to its issuer, as far as things were made. */
export function linksOf(view: View, certificate: Certificate, summary: Summary): readonly Link[] {
  const { request, order, challenges } = chainOf(view.stores, certificate);
  return [
    linkOfCertificate(certificate, summary),
    request === undefined ? absent('CertificateRequest', 'There is none') : linkOfRequest(request),
    ...(order === undefined ? missingOrder(view, certificate) : [linkOfOrder(order)]),
    ...challenges.map(linkOfChallenge),
    linkOfIssuer(view, certificate),
  ];
}

const linkStates = { attention: 'failed', progress: 'working', well: 'done' } as const;

function linkOfCertificate({ status, metadata }: Certificate, { state, urgency }: Summary): Link {
  const { message = 'The controller has not looked at it yet' } =
    findCondition(status?.conditions, 'Ready') ?? {};
  return {
    ...place('Certificate', metadata),
    state: linkStates[urgency],
    label: states[state].label,
    words: message,
    facts: [],
    conditions: status?.conditions ?? [],
  };
}

function linkOfRequest({ metadata, status, ...request }: CertificateRequest): Link {
  const conditions = status?.conditions ?? [];
  const refusal = ['Denied', 'InvalidRequest'].find((type) => isTrue(conditions, type));
  const { reason = 'New', message = '' } = findCondition(conditions, refusal ?? 'Ready') ?? {};
  const label = refusal ?? reason;
  return {
    ...place('CertificateRequest', metadata),
    state: stateOfRequest(label, refusal !== undefined),
    label,
    words: message,
    facts: [['revision', String(revisionOf({ metadata, ...request }))], ...failureTime(status)],
    conditions,
  };
}

function stateOfRequest(label: string, isRefused: boolean): Link['state'] {
  if (isRefused || label === 'Failed') return 'failed';
  return label === 'Issued' ? 'done' : 'working';
}

/** Only issuers with an ACME server take Orders. */
function missingOrder(view: View, certificate: Certificate): readonly Link[] {
  const lookup = issuerOf(view, certificate);
  return lookup.is === 'found' && lookup.type === 'acme' ? [absent('Order', 'There is none')] : [];
}

function linkOfOrder({ metadata, status }: Order): Link {
  return {
    ...place('Order', metadata),
    ...acmeState(status),
    words: status?.reason ?? '',
    facts: failureTime(status),
    conditions: [],
  };
}

/** Neither its token nor its key: those are for the CA alone. */
function linkOfChallenge({ metadata, spec, status }: Challenge): Link {
  return {
    ...place('Challenge', metadata),
    ...acmeState(status),
    words: status?.reason ?? '',
    facts: [
      ['name', `${spec.wildcard === true ? '*.' : ''}${spec.dnsName}`],
      ['proof', spec.type],
      ['published', status?.presented === true ? 'yes' : 'no'],
    ],
    conditions: [],
  };
}

function linkOfIssuer(view: View, certificate: Certificate): Link {
  const lookup = issuerOf(view, certificate);
  const { name } = certificate.spec.issuerRef;
  const kind = certificate.spec.issuerRef.kind || 'Issuer';
  if (lookup.is === 'external') return { ...absent(kind, 'Another controller serves it'), name };
  if (lookup.is === 'missing')
    return { ...absent(kind, lookup.message), name, state: 'failed', label: 'Missing' };
  const { ready, reason, words, type, server, conditions } = standingOf(lookup.issuer);
  return {
    ...place(lookup.kind, lookup.issuer.metadata),
    state: ready ? 'done' : 'failed',
    label: ready ? 'Ready' : reason,
    words,
    facts: [['type', type], ...(server === undefined ? [] : [['server', server] as const])],
    conditions,
  };
}

function acmeState(status: Order['status'] | Challenge['status']): Pick<Link, 'state' | 'label'> {
  const label = status?.state ?? 'new';
  if (isFailed(status)) return { state: 'failed', label };
  return { state: label === 'valid' ? 'done' : 'working', label };
}

function failureTime(status: { readonly failureTime?: string } | undefined): Link['facts'] {
  return status?.failureTime === undefined ? [] : [['failed at', status.failureTime]];
}

function place(kind: string, { name = '', namespace = '' }: KubeObject['metadata']) {
  return { kind, name, namespace };
}

function absent(kind: string, words: string): Link {
  return { kind, namespace: '', name: '', state: 'absent', label: 'None', words, facts: [], conditions: [] };
}
