import type {
  CertificateRequest,
  CertificateRequestSpec,
} from '../api/certificate-request/certificate-request.ts';
import type { Violation } from '../api/rule.ts';
import { sameValue } from '../api/same-value.ts';
import type { UserInfo } from './admission-review.ts';

/** Who asked: the members of `spec` that the webhook fills in and nobody else may. */
export interface Identity {
  readonly username: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra?: Readonly<Record<string, readonly string[]>>;
}

/** The requester, as it is stamped into a new CertificateRequest: empty texts and an empty list are written, empty extra is not. */
export function identityOf({ username = '', uid = '', groups = [], extra = {} }: UserInfo): Identity {
  return { username, uid, groups, ...(Object.keys(extra).length > 0 && { extra }) };
}

/** The request with the requester's identity, whatever it said before. */
export function withIdentity(request: CertificateRequest, user: UserInfo): CertificateRequest {
  const { extra: _claimed, ...spec } = request.spec;
  return { ...request, spec: { ...spec, ...identityOf(user) } };
}

function sorted(values: readonly string[] = []): readonly string[] {
  return values.toSorted();
}

function sortedExtra(extra: Identity['extra'] = {}): object {
  return Object.fromEntries(Object.entries(extra).map(([key, values]) => [key, sorted(values)]));
}

type Member = keyof Identity;

function differing(claimed: CertificateRequestSpec, actual: Partial<Identity>): readonly Member[] {
  const same: Readonly<Record<Member, boolean>> = {
    uid: (claimed.uid ?? '') === (actual.uid ?? ''),
    username: (claimed.username ?? '') === (actual.username ?? ''),
    groups: sameValue(sorted(claimed.groups), sorted(actual.groups)),
    extra: sameValue(sortedExtra(claimed.extra), sortedExtra(actual.extra)),
  };
  return (Object.keys(same) as Member[]).filter((member) => !same[member]);
}

/** On CREATE the four members must say who really asks. */
export function identityViolations(request: CertificateRequest, user: UserInfo): readonly Violation[] {
  return differing(request.spec, identityOf(user)).map((member) => ({
    field: `spec.${member}`,
    kind: 'Forbidden',
    detail: 'must be that of the requester; leave it out, it is filled in',
  }));
}

/** Afterwards they stay as they are. */
export function identityChangeViolations(
  before: CertificateRequest,
  after: CertificateRequest,
): readonly Violation[] {
  return differing(after.spec, before.spec as Partial<Identity>).map((member) => ({
    field: `spec.${member}`,
    kind: 'Forbidden',
    detail: 'identity may not be changed once set',
  }));
}
