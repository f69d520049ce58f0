import type { CertificateGates } from '../api/certificate/gates.ts';
import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import { applyRules, type Finding } from '../api/finding.ts';
import { type Judge, judgedKinds } from '../api/judge.ts';
import { certificateRequests, certificates, clusterIssuers, issuers } from '../api/kinds.ts';
import type { KubeObject, Resource } from '../api/resource.ts';
import type { Severity, Violation } from '../api/rule.ts';
import { sameValue } from '../api/same-value.ts';
import { decoders } from '../pki/candidates.ts';
import type { AdmissionRequest, UserInfo } from './admission-review.ts';
import type { ReferenceJudges } from './references/judge.ts';
import { identityIsThatOfTheRequester, type SentRequest } from './identity-rule.ts';

/** What is wrong (refused) and what is doubtful (told). */
export interface Judgement {
  readonly violations: readonly Violation[];
  readonly warnings: readonly Violation[];
}

const fine: Judgement = { violations: [], warnings: [] };

/** Kinds that nothing but the spec is judged of: an update that leaves it alone has nothing to be judged. */
const specOnly: ReadonlySet<Resource> = new Set<Resource>([certificates, issuers, clusterIssuers]);

function specOf(object: KubeObject): unknown {
  return (object as { readonly spec?: unknown }).spec;
}

function hasSameSpec(after: KubeObject, before: KubeObject | undefined): boolean {
  return before !== undefined && sameValue(specOf(after), specOf(before));
}

/** Who asks is known at admission only, so what it comes to is not among the rules in `api/`. */
function identityJudge(user: UserInfo): Judge {
  const sent = (object: KubeObject): SentRequest => ({ request: object as CertificateRequest, user });
  return (after, before) => applyRules([identityIsThatOfTheRequester], sent(after), before && sent(before));
}

function judgementOf(findings: readonly Finding[]): Judgement {
  if (findings.length === 0) return fine;
  const of = (severity: Severity): readonly Violation[] =>
    findings.filter((finding) => finding.severity === severity).map(({ violation }) => violation);
  return { violations: of('deny'), warnings: of('warn') };
}

/** All of them, in their order. */
function together(judges: readonly (Judge | undefined)[]): Judge {
  return (after, before) => judges.flatMap((judge) => judge?.(after, before) ?? []);
}

/** Judges a request by its object and what that says of others. Waits for nothing. */
export function createJudge(
  gates: CertificateGates,
  references: ReferenceJudges = () => undefined,
): (request: AdmissionRequest) => Judgement {
  const kinds = judgedKinds(gates, decoders);
  const known = new Map(kinds.map((kind) => [`${kind.resource.plural}.${kind.resource.group}`, kind]));
  return ({ resource: { group, resource }, operation, object, oldObject, userInfo }) => {
    const kind = known.get(`${resource}.${group}`);
    if (!kind || !object || (operation !== 'CREATE' && operation !== 'UPDATE')) return fine;
    const before = operation === 'UPDATE' ? oldObject : undefined;
    if (object.metadata.deletionTimestamp !== undefined) return fine;
    if (specOnly.has(kind.resource) && hasSameSpec(object, before)) return fine;
    const identity = kind.resource === certificateRequests ? identityJudge(userInfo) : undefined;
    const also = together([identity, references(kind.resource)]);
    return judgementOf(kind.judge(object, before, also));
  };
}
