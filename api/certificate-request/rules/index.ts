import type { Rule } from '../../rule.ts';
import type { CertificateRequestCandidate } from '../candidate.ts';
import { annotationsAreFrozen } from './annotations-are-frozen.ts';
import { approvalIsExclusive } from './approval-is-exclusive.ts';
import { approvalIsFinal } from './approval-is-final.ts';
import { approvalStatusIsTrue } from './approval-status-is-true.ts';
import { caFlagAgrees } from './ca-flag-agrees.ts';
import { certificateIsFrozen } from './certificate-is-frozen.ts';
import { issuerKindIsKnown } from './issuer-kind-is-known.ts';
import { issuerNameIsSet } from './issuer-name-is-set.ts';
import { durationIsOfUse } from './duration-is-of-use.ts';
import { durationIsPositive } from './duration-is-positive.ts';
import { requestHidesNothing } from './request-hides-nothing.ts';
import { requestIsOneBlock } from './request-is-one-block.ts';
import { requestKeyIsStrong } from './request-key-is-strong.ts';
import { requestIsSet } from './request-is-set.ts';
import { requestParses } from './request-parses.ts';
import { specIsFrozen } from './spec-is-frozen.ts';
import { usagesAgree } from './usages-agree.ts';
import { usagesAreKnown } from './usages-are-known.ts';

/** Every rule about a CertificateRequest that needs nothing but the object and its CSR. What is in the spec is judged when it is made; afterwards it cannot change. */
export const certificateRequestRules: readonly Rule<CertificateRequestCandidate>[] = [
  issuerNameIsSet,
  issuerKindIsKnown,
  requestIsSet,
  requestParses,
  usagesAreKnown,
  caFlagAgrees,
  usagesAgree,
  durationIsPositive,
  durationIsOfUse,
  requestHidesNothing,
  requestKeyIsStrong,
  requestIsOneBlock,
  approvalStatusIsTrue,
  approvalIsExclusive,
  approvalIsFinal,
  annotationsAreFrozen,
  specIsFrozen,
  certificateIsFrozen,
];
