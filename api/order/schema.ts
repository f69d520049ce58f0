import { acmeState } from '../schema/acme-state.ts';
import { bytes, duration, flag, list, object, optional, stringList, text, time } from '../schema/fields.ts';
import type { KindSchema } from '../schema/kind.ts';
import { issuerRef } from '../schema/references.ts';
import { observedGeneration } from '../schema/status.ts';

export const orderSpec = object('The certificate to order.', {
  request: bytes('The certificate signing request (PKCS#10), PEM or DER, base64.'),
  issuerRef: issuerRef('The ACME issuer whose account places the order.'),
  commonName: optional(text('Common name of the signing request.')),
  dnsNames: optional(stringList('DNS names to prove control of.')),
  ipAddresses: optional(stringList('IP addresses to prove control of.')),
  duration: optional(
    duration('Lifetime to ask for, as a Go duration; only set if the issuer has enableDurationFeature.'),
  ),
  profile: optional(text('Certificate profile to ask the ACME server for.')),
  replaces: optional(
    text('Renewal-information identifier of the certificate this order replaces (RFC 9773 4.1).'),
  ),
});

const challenge = object('A way to prove control that the server offers.', {
  type: text('Type as the server names it, for example http-01 or dns-01.'),
  url: text('URL of the challenge.'),
  token: text('Token the proof is made of.'),
});

const authorization = object('What must be proven for one name.', {
  url: text('URL of the authorization.'),
  identifier: optional(text('The name, without the wildcard label.')),
  wildcard: optional(flag('Whether the order asks for the wildcard of the name.')),
  initialState: optional(acmeState('State when it was first fetched; a valid one needs no Challenge.')),
  challenges: optional(list('Ways to prove control that the server offers; one is used.', challenge)),
});

export const orderStatus = object('How the order stands with the ACME server.', {
  observedGeneration: observedGeneration(),
  state: optional(
    acmeState(
      'State of the order. valid: issued. invalid, expired and errored are final failures; reason says why. Absent: not known yet.',
    ),
  ),
  reason: optional(text('Why the order is in this state, in words for people.')),
  url: optional(text('URL of the order.')),
  finalizeURL: optional(text('URL the signing request is sent to once everything is proven.')),
  authorizations: optional(list('What the server wants to have proven, name by name.', authorization)),
  certificate: optional(bytes('The issued certificate with its chain in PEM, base64.')),
  failureTime: optional(time('When the order failed for good.')),
});

export const orderSchema = {
  description:
    'An order at an ACME server (RFC 8555 7.1.3), made for a CertificateRequest. It creates a Challenge for every name that is still to be proven.',
  spec: orderSpec,
  status: orderStatus,
  required: ['metadata', 'spec'],
} as const satisfies KindSchema;
