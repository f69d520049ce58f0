import type { CertificateRequestCandidate } from './certificate-request/candidate.ts';
import type { CertificateRequest } from './certificate-request/certificate-request.ts';
import { certificateRequestRules } from './certificate-request/rules/index.ts';
import type { CertificateCandidate } from './certificate/candidate.ts';
import type { Certificate } from './certificate/certificate.ts';
import { type CertificateGates, gateRules } from './certificate/gates.ts';
import { certificateRules } from './certificate/rules/index.ts';
import type { Challenge } from './challenge/challenge.ts';
import { challengeRules } from './challenge/rules/index.ts';
import { applyRules, type Finding } from './finding.ts';
import type { Issuer } from './issuer/issuer.ts';
import { issuerRules } from './issuer/rules/index.ts';
import { certificateRequests, certificates, challenges, clusterIssuers, issuers, orders } from './kinds.ts';
import type { OrderCandidate } from './order/candidate.ts';
import type { Order } from './order/order.ts';
import { newOrderRules, orderRules } from './order/rules/index.ts';
import type { KubeObject, Resource } from './resource.ts';
import type { Violation } from './rule.ts';
import { sameValue } from './same-value.ts';
import { sizeViolations } from './size.ts';
import { fitToSchema, type SchemaKind } from './validate.ts';

/** What only the `pki` room can read out of objects. */
export interface Decoders {
  readonly certificate: (certificate: Certificate) => CertificateCandidate;
  readonly request: (request: CertificateRequest) => CertificateRequestCandidate;
  readonly order: (order: Order) => OrderCandidate;
}

/** @param before the object that this one takes the place of: what was wrong in it already is left out */
export type Judge = (after: KubeObject, before: KubeObject | undefined) => readonly Finding[];

/** A kind, and what judges its objects by themselves: its schema, then its rules. */
export interface JudgedKind {
  readonly resource: Resource;
  /** @param also what else is asked of an object that fits its schema, before the rules */
  readonly judge: (...objects: [...Parameters<Judge>, also?: Judge]) => readonly Finding[];
}

/** The schemas of Certificate and CertificateRequest let an object without `spec` through; rules see it as an empty one. */
function withSpec(object: KubeObject): KubeObject {
  const { spec } = object as KubeObject & { readonly spec?: unknown };
  return { ...object, spec: spec ?? {} } as KubeObject;
}

/** What is wrong before rules are asked, with the size or else with the schema, and the object as rules see it. */
function fit(
  kind: SchemaKind,
  object: KubeObject,
): { readonly broken: readonly Violation[]; readonly object: KubeObject } {
  const tooLong = sizeViolations((object as KubeObject & { readonly spec?: unknown }).spec);
  if (tooLong.length > 0) return { broken: tooLong, object };
  const { violations, stated } = fitToSchema(kind, object);
  return { broken: violations, object: withSpec(stated as KubeObject) };
}

/** Rules may count on the schema. What the stored object broke already is let through, and rules are then not asked. */
function judged(resource: Resource, family: string, rules: Judge): JudgedKind {
  const schema = resource.kind as SchemaKind;
  const judge: JudgedKind['judge'] = (after, before, also = () => []) => {
    const now = fit(schema, after);
    const then = before && fit(schema, before);
    if (now.broken.length > 0) {
      const known = then?.broken ?? [];
      const fresh = now.broken.filter((violation) => !known.some((old) => sameValue(old, violation)));
      return fresh.map((violation) => ({ rule: `${family}/fits-the-schema`, severity: 'deny', violation }));
    }
    const objects = [now.object, then?.broken.length === 0 ? then.object : undefined] as const;
    return [...also(...objects), ...rules(...objects)];
  };
  return { resource, judge };
}

/** What only a new request is asked: bytes that can't change are not read again. */
function judgeRequest(
  request: Decoders['request'],
  after: CertificateRequest,
  before: CertificateRequest | undefined,
): readonly Finding[] {
  return before
    ? applyRules(certificateRequestRules, { request: after, decoded: {} }, { request: before, decoded: {} })
    : applyRules(certificateRequestRules, request(after));
}

function judgeOrder(decode: Decoders['order'], after: Order, before: Order | undefined): readonly Finding[] {
  const changes = applyRules(orderRules, after, before);
  return before ? changes : [...changes, ...applyRules(newOrderRules, decode(after))];
}

/**
 * The six kinds and what judges each. One judge for the webhook and for `certloom check`, so that they never disagree.
 */
export function judgedKinds(gates: CertificateGates, decode: Decoders): readonly JudgedKind[] {
  const rules = [...certificateRules, ...gateRules(gates)];
  const certificate = (object: KubeObject): CertificateCandidate => decode.certificate(object as Certificate);
  const issuer: Judge = (after, before) =>
    applyRules(issuerRules, after as Issuer, before as Issuer | undefined);
  return [
    judged(certificates, 'certificate', (after, before) =>
      applyRules(rules, certificate(after), before && certificate(before)),
    ),
    judged(issuers, 'issuer', issuer),
    judged(clusterIssuers, 'issuer', issuer),
    judged(certificateRequests, 'certificate-request', (after, before) =>
      judgeRequest(decode.request, after as CertificateRequest, before as CertificateRequest | undefined),
    ),
    judged(orders, 'order', (after, before) =>
      judgeOrder(decode.order, after as Order, before as Order | undefined),
    ),
    judged(challenges, 'challenge', (after, before) =>
      applyRules(challengeRules, after as Challenge, before as Challenge | undefined),
    ),
  ];
}
