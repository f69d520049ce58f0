import { anyJson, flag, integer, map, object, oneOf, optional, text } from '../schema/fields.ts';
import { Type } from 'typebox';

const request = object('What the solver shall do.', {
  uid: optional(text('Id of the call; the answer repeats it. Empty when cert-manager calls.')),
  action: oneOf('Present: publish the value. CleanUp: take it away.', ['Present', 'CleanUp']),
  type: optional(text('Kind of challenge: dns-01.')),
  dnsName: optional(text('Name to prove control of, without the wildcard label.')),
  key: text('Value of the TXT record.'),
  resourceNamespace: text('Namespace in which the solver looks up Secrets.'),
  resolvedFQDN: text('Name of the TXT record, with the dot at the end.'),
  resolvedZone: optional(text('Zone that holds the record, with the dot at the end.')),
  allowAmbientCredentials: optional(flag('Whether credentials of the environment may be used.')),
  config: optional(anyJson('dns01.webhook.config of the solver.')),
});

const response = object('How it went.', {
  uid: text('Id of the call.'),
  success: flag('Whether the solver did what was asked.'),
  status: optional(
    object('What went wrong, as a Status of the Kubernetes API.', {
      metadata: optional(map('Always empty.', Type.Unknown())),
      status: optional(text('Failure or Success.')),
      message: optional(text('What went wrong, in words for people.')),
      reason: optional(text('What went wrong, as one word.')),
      code: optional(integer('HTTP status code.', { format: 'int32' })),
    }),
  ),
});

/** `webhook.acme.cert-manager.io/v1alpha1 ChallengePayload`: a call of a DNS-01 solver and its answer. */
export const challengePayload = object('A call of a DNS-01 solver and its answer.', {
  apiVersion: optional(text('webhook.acme.cert-manager.io/v1alpha1; callers may leave it out.')),
  kind: optional(text('ChallengePayload; callers may leave it out.')),
  request: optional(request),
  response: optional(response),
});
