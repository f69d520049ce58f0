import type { Certificate } from '../../../api/certificate/certificate.ts';
import { effectiveIssuerRef } from '../../../api/certificate/defaults.ts';
import { type NextTry, nextTryOf } from './next-try.ts';
import { type State, type Urgency, stateOf, states } from './state.ts';
import type { View } from './view.ts';
import { type Why, isHeldUp, whyOf } from './why.ts';

export interface IssuerName {
  readonly name: string;
  readonly kind: string;
  readonly group: string;
}

/** A Certificate as one line tells of it. */
export interface Summary {
  readonly namespace: string;
  readonly name: string;
  readonly state: State;
  readonly urgency: Urgency;
  /** What it is for: DNS names first, then addresses, URIs, e-mail addresses; the common name where there is nothing else. */
  readonly names: readonly string[];
  readonly issuer: IssuerName;
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  readonly renewal?: Date;
  /** Failures since the last success. */
  readonly failedAttempts: number;
  readonly nextTry: NextTry;
  /** Not of one that is well. */
  readonly why?: Why;
}

export function stateIn(view: View, certificate: Certificate): State {
  return stateOf(certificate, view.now, () => isHeldUp(view, certificate));
}

export function summaryOf(view: View, certificate: Certificate, state = stateIn(view, certificate)): Summary {
  const { metadata, spec, status = {} } = certificate;
  const why = state === 'ready' ? undefined : whyOf(view, certificate);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    state,
    urgency: states[state].urgency,
    names: namesOf(certificate),
    issuer: issuerNameOf(spec),
    ...instants(status),
    failedAttempts: status.failedIssuanceAttempts ?? 0,
    nextTry: nextTryOf(view, certificate, state),
    ...(why && { why }),
  };
}

export function namesOf({ spec }: Certificate): readonly string[] {
  const { dnsNames = [], ipAddresses = [], uris = [], emailAddresses = [], commonName } = spec;
  const names = [...dnsNames, ...ipAddresses, ...uris, ...emailAddresses];
  return names.length === 0 && commonName !== undefined && commonName !== '' ? [commonName] : names;
}

export function issuerNameOf({ issuerRef }: Certificate['spec']): IssuerName {
  const { name, kind, group } = effectiveIssuerRef(issuerRef);
  return { name, kind, group };
}

/** Of the certificate in use. */
export function instants({ notBefore, notAfter, renewalTime }: NonNullable<Certificate['status']>) {
  return {
    ...(notBefore !== undefined && { notBefore: new Date(notBefore) }),
    ...(notAfter !== undefined && { notAfter: new Date(notAfter) }),
    ...(renewalTime !== undefined && { renewal: new Date(renewalTime) }),
  };
}
