import type { Certificate } from '../api/certificate/certificate.ts';
import { type CertificateGates, gateRules } from '../api/certificate/gates.ts';
import { certificateRules } from '../api/certificate/rules/index.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import { certificateRequestRules } from '../api/certificate-request/rules/index.ts';
import type { Challenge } from '../api/challenge/challenge.ts';
import { challengeRules } from '../api/challenge/rules/index.ts';
import type { Issuer } from '../api/issuer/issuer.ts';
import { issuerRules } from '../api/issuer/rules/index.ts';
import type { Order } from '../api/order/order.ts';
import { orderRules } from '../api/order/rules/index.ts';
import type { KubeObject } from '../api/resource.ts';
import type { Rule, Violation } from '../api/rule.ts';
import { sameValue } from '../api/same-value.ts';
import { validateSchema, type SchemaKind } from '../api/validate.ts';
import type { AdmissionRequest, UserInfo } from './admission-review.ts';
import { certificateCandidate, requestCandidate } from './decode.ts';
import { identityChangeViolations, identityViolations } from './identity.ts';

/** What is wrong (refused) and what is doubtful (told). */
export interface Judgement {
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

const fine: Judgement = { violations: [], warnings: [] };

/** Applies rules; on a change it leaves out what was wrong before and is wrong in the same way now (ratcheting). */
function apply<Subject>(rules: readonly Rule<Subject>[], after: Subject, before?: Subject): Judgement {
  const found = rules.flatMap((rule) => {
    const old = before === undefined ? [] : rule.check(before);
    const isNew = (violation: Violation): boolean => !old.some((known) => sameValue(known, violation));
    return rule
      .check(after, before)
      .filter(isNew)
      .map((violation) => ({ severity: rule.severity, violation }));
  });
  const of = (severity: string): readonly Violation[] =>
    found.filter((item) => item.severity === severity).map(({ violation }) => violation);
  return { violations: of('deny'), warnings: of('warn') };
}

type Judge = (after: KubeObject, before: KubeObject | undefined, user: UserInfo) => Judgement;

function judgeRequest(
  after: CertificateRequest,
  before: CertificateRequest | undefined,
  user: UserInfo,
): Judgement {
  const identity = before ? identityChangeViolations(before, after) : identityViolations(after, user);
  const old = before && { request: before, decoded: {} };
  const judged = apply(
    certificateRequestRules,
    before ? { request: after, decoded: {} } : requestCandidate(after),
    old,
  );
  return { ...judged, violations: [...identity, ...judged.violations] };
}

interface Kind {
  readonly schema: SchemaKind;
  /** Whether an update that leaves the spec alone has nothing to be judged. */
  readonly specOnly: boolean;
  readonly judge: Judge;
}

function kinds(gates: CertificateGates): ReadonlyMap<string, Kind> {
  const rules = [...certificateRules, ...gateRules(gates)];
  const issuer: Judge = (after, before) => apply(issuerRules, after as Issuer, before as Issuer | undefined);
  return new Map<string, Kind>([
    [
      'certificates.cert-manager.io',
      {
        schema: 'Certificate',
        specOnly: true,
        judge: (after, before) =>
          apply(
            rules,
            certificateCandidate(after as Certificate),
            before && certificateCandidate(before as Certificate),
          ),
      },
    ],
    ['issuers.cert-manager.io', { schema: 'Issuer', specOnly: true, judge: issuer }],
    ['clusterissuers.cert-manager.io', { schema: 'ClusterIssuer', specOnly: true, judge: issuer }],
    [
      'certificaterequests.cert-manager.io',
      {
        schema: 'CertificateRequest',
        specOnly: false,
        judge: (after, before, user) =>
          judgeRequest(after as CertificateRequest, before as CertificateRequest | undefined, user),
      },
    ],
    [
      'orders.acme.cert-manager.io',
      {
        schema: 'Order',
        specOnly: false,
        judge: (after, before) => apply(orderRules, after as Order, before as Order | undefined),
      },
    ],
    [
      'challenges.acme.cert-manager.io',
      {
        schema: 'Challenge',
        specOnly: false,
        judge: (after, before) => apply(challengeRules, after as Challenge, before as Challenge | undefined),
      },
    ],
  ]);
}

function specOf(object: KubeObject): unknown {
  return (object as { readonly spec?: unknown }).spec;
}

function hasSameSpec(after: KubeObject, before: KubeObject | undefined): boolean {
  return before !== undefined && sameValue(specOf(after), specOf(before));
}

/** The schemas of Certificate and CertificateRequest let an object without `spec` through; rules see it as an empty one. */
function withSpec(object: KubeObject): KubeObject {
  const spec = specOf(object) ?? {};
  return { ...object, spec } as KubeObject;
}

/** Rules may count on the schema. What the stored object broke already is let through, and rules are then not asked. */
function judgeKind(
  kind: Kind,
  object: KubeObject,
  before: KubeObject | undefined,
  user: UserInfo,
): Judgement {
  const broken = validateSchema(kind.schema, object);
  const known = before ? validateSchema(kind.schema, before) : [];
  const fresh = broken.filter((violation) => !known.some((old) => sameValue(old, violation)));
  if (broken.length > 0) return { violations: fresh, warnings: [] };
  return kind.judge(withSpec(object), known.length > 0 || !before ? undefined : withSpec(before), user);
}

/** Judges a request by the rules that need nothing but the object itself. Pure. */
export function createJudge(gates: CertificateGates): (request: AdmissionRequest) => Judgement {
  const known = kinds(gates);
  return ({ resource: { group, resource }, operation, object, oldObject, userInfo }) => {
    const kind = known.get(`${resource}.${group}`);
    if (!kind || !object || (operation !== 'CREATE' && operation !== 'UPDATE')) return fine;
    const before = operation === 'UPDATE' ? oldObject : undefined;
    if (object.metadata.deletionTimestamp !== undefined) return fine;
    if (kind.specOnly && hasSameSpec(object, before)) return fine;
    return judgeKind(kind, object, before, userInfo);
  };
}
