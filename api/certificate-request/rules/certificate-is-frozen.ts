import { has, keeps } from '../../cel.ts';
import { isTrue } from '../../conditions.ts';
import type { Rule, Violation } from '../../rule.ts';
import { changed } from '../candidate.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';

const frozen: Violation = {
  field: 'status.certificate',
  kind: 'Forbidden',
  detail: 'cannot be changed once the request is Ready; make a new request',
};
const conditions = [{ type: 'Ready', status: 'True', reason: 'Issued' }];
const isReady = `${has('oldObject', 'status.conditions')} && oldObject.status.conditions.exists(c, c.type == 'Ready' && c.status == 'True')`;

export const certificateIsFrozen: Rule<CertificateRequestCandidate> = {
  id: 'certificate-request/certificate-is-frozen',
  field: 'status.certificate',
  severity: 'deny',
  source: 'what was issued for a request stays what it was: the Secret was made of it',
  passes: [
    changed({}, { certificate: 'YQ==', conditions }),
    changed({ certificate: 'Pj4+' }, { certificate: 'Pz8/', conditions }),
    changed({ certificate: 'YQ==', conditions }, { certificate: 'YQ==', conditions }),
  ],
  fails: [
    changed({ certificate: 'YQ==', conditions }, { certificate: 'Yg==', conditions }),
    changed({ certificate: 'YQ==', conditions }, {}),
  ],
  cel: [{ valid: `!(${isReady}) || ${keeps('status.certificate')}`, inCrd: true }],
  beyondCel: 'reads-bytes-otherwise',
  check(after, before) {
    const { certificate: was, conditions: then } = before?.request.status ?? {};
    if (!was || !isTrue(then, 'Ready') || was === after.request.status?.certificate) return [];
    return [frozen];
  },
};
