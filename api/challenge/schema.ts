import { solver } from '../issuer/solver/solver.schema.ts';
import { acmeState } from '../schema/acme-state.ts';
import { flag, object, oneOf, optional, text, time } from '../schema/fields.ts';
import type { KindSchema } from '../schema/kind.ts';
import { issuerRef } from '../schema/references.ts';
import { observedGeneration } from '../schema/status.ts';

export const challengeSpec = object('The proof to give. It cannot be changed once it is made.', {
  type: oneOf('HTTP-01: a file served by HTTP. DNS-01: a TXT record.', ['HTTP-01', 'DNS-01']),
  dnsName: text('The name to prove control of, without the wildcard label; may be an IP address.'),
  wildcard: optional(flag('Whether the certificate is for the wildcard of the name.')),
  token: text('Token the server gave for this challenge.'),
  key: text(
    'What is published. HTTP-01: the key authorization. DNS-01: its SHA-256 digest, the value of the TXT record.',
  ),
  url: text('URL of the challenge at the ACME server.'),
  authorizationURL: text('URL of the authorization this challenge belongs to.'),
  solver: solver('How the proof is published: the solver of the issuer that fits the name best, copied.'),
  issuerRef: issuerRef('The ACME issuer whose account answers the challenge.'),
});

export const challengeStatus = object('How the proof stands.', {
  observedGeneration: observedGeneration(),
  state: optional(
    acmeState(
      'State of the challenge. valid: proven. invalid, expired and errored are final failures; reason says why. Absent: not known yet.',
    ),
  ),
  reason: optional(text('Why the challenge is in this state and what it waits for, in words for people.')),
  processing: optional(
    flag('Whether the challenge is being worked on. Too many at once wait for their turn with false.'),
  ),
  presented: optional(flag('Whether the proof is published.')),
  presentedAt: optional(time('When the proof was first published.')),
});

export const challengeSchema = {
  description:
    'A proof of control over one name for an ACME server (RFC 8555 7.1.5), made for an Order. Deleting it takes the published proof away.',
  spec: challengeSpec,
  status: challengeStatus,
  required: ['metadata', 'spec'],
} as const satisfies KindSchema;
