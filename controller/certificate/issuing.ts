import { certificateAnnotations } from '../../api/annotations.ts';
import { findCondition } from '../../api/conditions.ts';
import type { CertificateStatus } from '../../api/certificate/certificate.ts';
import { effectivePrivateKey } from '../../api/certificate/defaults.ts';
import type { Decision } from '../../runtime/reconcile.ts';
import { isReadable } from '../secret-facts.ts';
import type { Action } from './action.ts';
import { nextKeyName, nextRevisionOf, requestName } from './names.ts';
import { keyDifferences, ownReasons, reasonNoPair, reasonToIssue } from './policies.ts';
import { flawOf, invalidCertificate, isStored } from './request-checks.ts';
import { type NextKey, type RequestFacts, type Seen, nextRequests } from './seen.ts';
import { abandoned, completed, failed, heldUp, waiting } from './status.ts';

type Step = Decision<Action, CertificateStatus>;

/** The next step of an issuance that has begun (`Issuing=True`, whoever set it). */
export function continueIssuing(seen: Seen): Step {
  const [request, ...others] = ownFirst(seen);
  const useless = [...others, ...seen.requests.filter(({ revision }) => revision === undefined)];
  if (useless.length > 0) return step(seen, useless.map(removal('it is one too many')));
  if (request?.state.is === 'issued' && isStored(seen, request)) return complete(seen, request, []);
  if (isOver(seen)) return abandon(seen, request);
  return withKey(seen, request);
}

/** The request under the derived name first: only that one is made by us. */
function ownFirst(seen: Seen): readonly RequestFacts[] {
  const own = requestName(seen.certificate, nextRevisionOf(seen.certificate));
  return nextRequests(seen).toSorted((one, other) => Number(other.name === own) - Number(one.name === own));
}

/** Begun for a reason of our own that is there no longer: the Secret was restored, or the spec was taken back. */
function isOver(seen: Seen): boolean {
  const reason = findCondition(seen.certificate.status?.conditions, 'Issuing')?.reason ?? '';
  return ownReasons.has(reason) && reasonToIssue(seen) === undefined;
}

function abandon(seen: Seen, request: RequestFacts | undefined): Step {
  const actions = request === undefined ? [] : [removal('it is no longer needed')(request)];
  return { status: abandoned(seen), actions };
}

function withKey(seen: Seen, request: RequestFacts | undefined): Step {
  const { nextKey } = seen;
  if (nextKey !== undefined && !fits(seen, nextKey)) {
    return step(seen, [{ do: 'deleteKey', keyName: nextKey.name }]);
  }
  return request === undefined ? start(seen) : judge(seen, request);
}

function fits({ certificate }: Seen, { key }: NextKey): boolean {
  return isReadable(key) && keyDifferences(certificate.spec, key).length === 0;
}

/** There is no request yet: a key first, then the request it signs. */
function start(seen: Seen): Step {
  const blocked = keptKeyProblem(seen);
  if (blocked !== undefined) return stall(seen, blocked);
  const revision = nextRevisionOf(seen.certificate);
  const keyName = nextKeyName(seen.certificate);
  const { nextKey, issuer } = seen;
  if (nextKey === undefined) {
    return issuer.signsAtOnce
      ? step(seen, [{ do: 'createRequestAtOnce', keyName, revision }])
      : step(seen, [{ do: 'storeKey', keyName }]);
  }
  if (mustBeStored(seen, nextKey)) return step(seen, [{ do: 'storeKey', keyName: nextKey.name }]);
  return step(seen, [{ do: 'createRequest', key: nextKey, revision }]);
}

/** A key that is never to be rotated but is not what the spec asks for: only people can solve that. */
function keptKeyProblem({ certificate, secret }: Seen): string | undefined {
  const key = isReadable(secret?.key) ? secret.key : undefined;
  if (effectivePrivateKey(certificate.spec).rotationPolicy !== 'Never' || key === undefined) return undefined;
  const fields = keyDifferences(certificate.spec, key);
  if (fields.length === 0) return undefined;
  return `User intervention required: existing private key in Secret "${certificate.spec.secretName}" does not match requirements on Certificate resource, mismatching fields: [${fields.join(' ')}]. Take the change of spec.privateKey back, delete the Secret, or set spec.privateKey.rotationPolicy to Always`;
}

function stall(seen: Seen, message: string): Step {
  const reason = 'CannotRegenerateKey';
  return {
    status: heldUp(seen, reason, message),
    actions: [],
    events: [{ type: 'Warning', reason, message }],
  };
}

/** Not signed at once after all, so the key must outlive this process. */
function mustBeStored({ issuer }: Seen, key: NextKey): boolean {
  return key.place === 'memory' && !issuer.signsAtOnce;
}

function judge(seen: Seen, request: RequestFacts): Step {
  const { nextKey } = seen;
  const flaw = flawOf(seen, request);
  if (flaw !== undefined) return step(seen, [removal(flaw)(request)]);
  switch (request.state.is) {
    case 'failed':
      return fail(seen, request.state.reason, request.state.message);
    case 'pending':
      return step(seen, nextKey === undefined ? [] : meanwhile(seen, request, nextKey));
    case 'issued': {
      const problem = invalidCertificate(seen, request, request.state.leaf);
      if (problem !== undefined) return fail(seen, 'InvalidCertificate', problem);
      return nextKey === undefined
        ? step(seen, [])
        : complete(seen, request, [{ do: 'storeIssued', request, key: nextKey }]);
    }
    default:
      return request.state satisfies never;
  }
}

/** What can be done while others are at work. */
function meanwhile(seen: Seen, request: RequestFacts, key: NextKey): readonly Action[] {
  if (mustBeStored(seen, key)) return [{ do: 'storeKey', keyName: key.name }];
  return wantsTemporary(seen) ? [{ do: 'storeTemporary', request, key }] : [];
}

/**
 * Whether a server should get a temporary certificate to begin with: asked for by annotation, and the Secret holds no pair
 * at all. Not of a CA, since what that would sign is worthless; and not where the one asked for is there at once.
 */
function wantsTemporary(seen: Seen): boolean {
  const { metadata, spec } = seen.certificate;
  const asked = metadata.annotations?.[certificateAnnotations.issueTemporaryCertificate] === 'true';
  if (!asked || spec.isCA === true || seen.issuer.signsAtOnce || !seen.ownsSecretName) return false;
  return reasonNoPair(seen) !== undefined;
}

function complete(seen: Seen, request: RequestFacts, actions: readonly Action[]): Step {
  const message = 'The certificate has been successfully issued';
  const status = completed(seen, request);
  return { status, actions, events: [{ type: 'Normal', reason: 'Issuing', message }] };
}

function fail(seen: Seen, reason: string, cause: string): Step {
  const message = `The certificate request has failed to complete and will be retried: ${cause}`;
  return {
    status: failed(seen, reason, message),
    actions: [],
    events: [{ type: 'Warning', reason, message }],
  };
}

function step(seen: Seen, actions: readonly Action[]): Step {
  return { status: waiting(seen), actions };
}

function removal(why: string): (request: RequestFacts) => Action {
  return (request) => ({ do: 'deleteRequest', request, why });
}
