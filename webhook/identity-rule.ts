import type { CertificateRequest } from '../api/certificate-request/certificate-request.ts';
import type { Example, Rule } from '../api/rule.ts';
import type { UserInfo } from './admission-review.ts';
import { identityChangeViolations, identityViolations } from './identity.ts';

/** A request, and who sends it, which only admission knows. */
export interface SentRequest {
  readonly request: CertificateRequest;
  readonly user: UserInfo;
}

const ann: UserInfo = { username: 'ann', groups: ['dev'] };

function sent(identity: object): SentRequest {
  const spec = { issuerRef: { name: 'ca' }, request: 'LS0tLS1CRUdJTg==', ...identity };
  return { request: { kind: 'CertificateRequest', metadata: { name: 'shop-1' }, spec }, user: ann };
}

function created(identity: object): Example<SentRequest> {
  return { after: sent(identity) };
}

const anns = { username: 'ann', groups: ['dev'] };

export const identityIsThatOfTheRequester: Rule<SentRequest> = {
  id: 'certificate-request/identity-is-that-of-the-requester',
  field: 'spec.username',
  severity: 'deny',
  source:
    'cert-manager v1.21: approvers decide by who asks; admission fills it in, so it is only refused where it could not; the one who asks below is "ann"',
  passes: [created(anns), { before: sent(anns), after: sent(anns) }],
  fails: [created({ ...anns, username: 'root' }), { before: sent(anns), after: sent({ ...anns, uid: '7' }) }],
  beyondCel: 'knows-the-user',
  check({ request, user }, before) {
    return before ? identityChangeViolations(before.request, request) : identityViolations(request, user);
  },
};
