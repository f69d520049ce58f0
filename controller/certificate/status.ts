import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { rfc3339, withoutCondition } from '../../api/conditions.ts';
import { type WantedCondition, withConditionOf, withGeneration } from '../conditions.ts';
import type { LeafFacts } from '../secret-facts.ts';
import { isReadable } from '../secret-facts.ts';
import { nextKeyName, nextRevisionOf } from './names.ts';
import { type Violation, leafOf, reasonNotReady } from './policies.ts';
import { type RequestFacts, type Seen } from './seen.ts';
import { renewalOf, withInformation } from './renewal-information.ts';
import { withObstacle, withStanding } from './standing.ts';

/** Not issuing; what is known of the certificate in use. */
export function settled(seen: Seen): CertificateStatus {
  const { nextPrivateKeySecretName: _, ...status } = stored(seen);
  return observed(seen, withReady(seen, status));
}

/** Issuance begins, and whether the certificate in use still serves is said in the same breath. */
export function issuing(seen: Seen, violation: Violation, keyName: string): CertificateStatus {
  const status = { ...stored(seen), nextPrivateKeySecretName: keyName };
  return observed(
    seen,
    withReady(seen, set(seen, status, { type: 'Issuing', status: 'True', ...violation })),
  );
}

/** Issuance goes on; somebody else may have begun it, who knows nothing of keys. */
export function waiting(seen: Seen): CertificateStatus {
  const nextPrivateKeySecretName = nextKeyName(seen.certificate);
  const status = withReady(seen, { ...stored(seen), nextPrivateKeySecretName });
  return observed(seen, withObstacle(seen, status));
}

/** Issuance goes on but is held up, and people should read by what. */
export function heldUp(seen: Seen, reason: string, message: string): CertificateStatus {
  const status = set(seen, waiting(seen), { type: 'Issuing', status: 'True', reason, message });
  return observed(seen, status);
}

/** Issuance is over because nothing has to be issued any more. */
export function abandoned(seen: Seen): CertificateStatus {
  const { nextPrivateKeySecretName: _, ...status } = stored(seen);
  return observed(seen, withReady(seen, withoutIssuing(status)));
}

/** Issued: the Secret holds what the request brought. */
export function completed(seen: Seen, request: RequestFacts): CertificateStatus {
  const {
    nextPrivateKeySecretName: _name,
    lastFailureTime: _time,
    failedIssuanceAttempts: _attempts,
    acme: _about, // it is about the certificate before
    ...status
  } = stored(seen);
  const leaf =
    request.state.is === 'issued' && isReadable(request.state.leaf) ? request.state.leaf : undefined;
  const done = { ...withoutIssuing(status), revision: request.revision ?? nextRevisionOf(seen.certificate) };
  return observed(seen, withTimes(seen, set(seen, done, readyCondition(undefined)), leaf));
}

/** The attempt failed; `restSeconds` says when the next one comes. */
export function failed(seen: Seen, reason: string, message: string): CertificateStatus {
  const { nextPrivateKeySecretName: _, ...status } = stored(seen);
  const counted = {
    ...status,
    lastFailureTime: rfc3339(seen.now),
    failedIssuanceAttempts: (status.failedIssuanceAttempts ?? 0) + 1,
  };
  return observed(
    seen,
    withReady(seen, set(seen, counted, { type: 'Issuing', status: 'False', reason, message })),
  );
}

function stored({ certificate }: Seen): CertificateStatus {
  return certificate.status ?? {};
}

function withReady(seen: Seen, status: CertificateStatus): CertificateStatus {
  const leaf = leafOf(seen.secret);
  const informed = withInformation(seen, status, leaf);
  return withTimes(seen, set(seen, informed, readyCondition(reasonNotReady(seen))), leaf);
}

function readyCondition(violation: Violation | undefined): WantedCondition {
  if (violation !== undefined) return { type: 'Ready', status: 'False', ...violation };
  const message = 'Certificate is up to date and has not expired';
  return { type: 'Ready', status: 'True', reason: 'Ready', message };
}

function withTimes(seen: Seen, status: CertificateStatus, leaf: LeafFacts | undefined): CertificateStatus {
  const { notBefore: _before, notAfter: _after, renewalTime: _renewal, ...rest } = status;
  if (leaf === undefined) return rest;
  const renewal = renewalOf(seen, leaf, status.acme?.ari);
  return {
    ...rest,
    notBefore: rfc3339(leaf.notBefore),
    notAfter: rfc3339(leaf.notAfter),
    ...(renewal === undefined ? {} : { renewalTime: rfc3339(renewal) }),
  };
}

function withoutIssuing(status: CertificateStatus): CertificateStatus {
  return { ...status, conditions: [...withoutCondition(status.conditions, 'Issuing')] };
}

function set(seen: Seen, status: CertificateStatus, wanted: WantedCondition): CertificateStatus {
  return withConditionOf(seen.certificate, status, wanted, seen.now);
}

function observed(seen: Seen, status: CertificateStatus): CertificateStatus {
  return withGeneration(seen.certificate, withStanding(seen, status));
}
