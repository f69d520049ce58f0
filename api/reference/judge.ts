import type { CertificateRequest } from '../certificate-request/certificate-request.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { Challenge } from '../challenge/challenge.ts';
import { applyRules, type Finding } from '../finding.ts';
import type { Issuer } from '../issuer/issuer.ts';
import type { Decoders, Judge } from '../judge.ts';
import { certificateRequests, certificates, challenges, clusterIssuers, issuers, orders } from '../kinds.ts';
import type { Order } from '../order/order.ts';
import type { KubeObject, Resource } from '../resource.ts';
import type { ReferenceRule } from './reference-rule.ts';
import * as rules from './rules/index.ts';
import { type Wanted, wantedByCertificate, wantedByRequest } from './wanted.ts';
import type { World } from './world.ts';

/** What judges by these rules, in this world. */
function judgeBy<Subject>(
  of: readonly ReferenceRule<Subject>[],
  world: World,
): (after: Subject | undefined, before: Subject | undefined) => readonly Finding[] {
  // rules about one object again; made once, since there are many objects
  const bound = of.map((rule) => ({
    ...rule,
    passes: [],
    fails: [],
    check: (subject: Subject) => rule.check(subject, world),
  }));
  return (after, before) => (after === undefined ? [] : applyRules(bound, after, before));
}

type ByResource = (object: KubeObject | undefined) => Wanted | undefined;

function wantedBy(resource: Resource, decode: Decoders): ByResource {
  if (resource === certificates)
    return (object) => object && wantedByCertificate(decode.certificate(object as Certificate));
  return (object) => object && wantedByRequest(decode.request(object as CertificateRequest));
}

/**
 * Judges objects of one kind together with what they refer to. They must fit their schemas.
 *
 * @returns `undefined` for kinds that refer to nothing
 */
export function referenceJudge(resource: Resource, decode: Decoders, world: World): Judge | undefined {
  const only = <Subject extends KubeObject>(own: readonly ReferenceRule<Subject>[]): Judge => {
    const judge = judgeBy(own, world);
    return (after, before) => judge(after as Subject, before as Subject | undefined);
  };
  const wanted = wantedBy(resource, decode);
  const judgeWanted = judgeBy(rules.wantedRules, world);
  const forIssuer: Judge = (after, before) => judgeWanted(wanted(after), wanted(before));
  const together =
    (...judges: readonly Judge[]): Judge =>
    (after, before) =>
      judges.flatMap((judge) => judge(after, before));
  switch (resource) {
    case certificates:
      return together(forIssuer, only<Certificate>(rules.certificateReferenceRules));
    case certificateRequests:
      return together(forIssuer, only<CertificateRequest>(rules.requestReferenceRules));
    case issuers:
    case clusterIssuers:
      return only<Issuer>(rules.issuerReferenceRules);
    case orders:
      return only<Order>(rules.orderReferenceRules);
    case challenges:
      return only<Challenge>(rules.challengeReferenceRules);
    default:
      return undefined;
  }
}
