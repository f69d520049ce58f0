import {
  type ChallengeAction,
  challengePayloadApiVersion,
  challengePayloadKind,
} from '../api/challenge-payload/challenge-payload.ts';
import { Refusal } from './status.ts';

/** What the controller asks for: `request` of a `webhook.acme.cert-manager.io/v1alpha1` ChallengePayload. */
export interface ChallengeRequest {
  /** Copied into the answer; cert-manager always sends an empty one. */
  readonly uid: string;
  readonly action: ChallengeAction;
  /** The value of the TXT record. */
  readonly key: string;
  /** Ends in a dot. */
  readonly resolvedFqdn: string;
  /** Ends in a dot. */
  readonly resolvedZone: string;
  /** Where Secrets are read. */
  readonly resourceNamespace: string;
  readonly allowAmbientCredentials: boolean;
  /** The Issuer's `webhook.config` as it is; `undefined` when there is none. */
  readonly config: unknown;
}

/** How it ended: the `response` of a ChallengePayload. */
export type Outcome =
  | { readonly success: true }
  | { readonly success: false; readonly message: string; readonly reason: string; readonly code: number };

type Members = Readonly<Record<string, unknown>>;

/**
 * Reads a posted ChallengePayload. Kind and version may be missing (cert-manager sends neither), unknown members are
 * passed over, and names are matched as Go matches them: exactly, else whatever the case.
 *
 * @throws {Refusal} 400
 */
export function readPayload(body: string): ChallengeRequest {
  const payload = asObject(parseJson(body), 'the body');
  requireKind(payload);
  const request = member(payload, 'request');
  if (request === undefined) throw new Refusal('BadRequest', 'payload request field cannot be empty');
  return readRequest(asObject(request, 'request'));
}

function readRequest(request: Members): ChallengeRequest {
  return {
    uid: text(request, 'uid'),
    action: readAction(text(request, 'action')),
    key: required(request, 'key'),
    resolvedFqdn: absolute(required(request, 'resolvedFQDN')),
    resolvedZone: absolute(required(request, 'resolvedZone')),
    resourceNamespace: readNamespace(text(request, 'resourceNamespace')),
    allowAmbientCredentials: member(request, 'allowAmbientCredentials') === true,
    config: member(request, 'config'),
  };
}

/** The object that answers a call. `response` is always there: without it cert-manager's controller crashes. */
export function payloadResponse(uid: string, outcome: Outcome): object {
  return {
    kind: challengePayloadKind,
    apiVersion: challengePayloadApiVersion,
    response: { uid, ...resultOf(outcome) },
  };
}

function resultOf(outcome: Outcome): object {
  if (outcome.success) return { success: true };
  const { reason, code } = outcome;
  // cert-manager takes a failure with an empty message for a success.
  const message = outcome.message.trim() === '' ? `the DNS01 solver failed (${reason})` : outcome.message;
  return { success: false, status: { metadata: {}, status: 'Failure', message, reason, code } };
}

function requireKind(payload: Members): void {
  const apiVersion = text(payload, 'apiVersion');
  const kind = text(payload, 'kind');
  if (apiVersion !== '' && apiVersion !== challengePayloadApiVersion) {
    throw new Refusal('BadRequest', `no kind "${kind}" is registered for version "${apiVersion}"`);
  }
  if (kind !== '' && kind !== challengePayloadKind) {
    throw new Refusal(
      'BadRequest',
      `no kind "${kind}" is registered for version "${challengePayloadApiVersion}"`,
    );
  }
}

function readAction(action: string): ChallengeAction {
  if (action === 'Present' || action === 'CleanUp') return action;
  throw new Refusal('BadRequest', `unknown action type ${JSON.stringify(action)}`);
}

/** A DNS label (RFC 1123), as namespaces are; it goes into the path of a request. */
function readNamespace(namespace: string): string {
  if (namespace === '' || /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(namespace)) return namespace;
  throw new Refusal('BadRequest', 'request.resourceNamespace is not the name of a namespace');
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    throw new Refusal('BadRequest', 'the body is not JSON');
  }
}

function asObject(value: unknown, what: string): Members {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Members;
  throw new Refusal('BadRequest', `${what} is not a JSON object`);
}

/** @returns `undefined` for null too, as Go leaves the field unset */
function member(object: Members, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name] ?? undefined;
  const key = Object.keys(object).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : (object[key] ?? undefined);
}

function text(object: Members, name: string): string {
  const value = member(object, name) ?? '';
  if (typeof value === 'string') return value;
  throw new Refusal('BadRequest', `request.${name} is not a string`);
}

function required(object: Members, name: string): string {
  const value = text(object, name);
  if (value === '') throw new Refusal('BadRequest', `request.${name} is empty`);
  return value;
}
