import { Type } from 'typebox';

import { bytes, duration, flag, map, object, optional, stringList, text, time } from '../schema/fields.ts';
import { issuerRef } from '../schema/references.ts';
import { conditionsOfOneGeneration, observedGeneration } from '../schema/status.ts';
import { usages } from '../schema/usages.ts';
import type { KindSchema } from '../schema/kind.ts';

export const certificateRequestSpec = object('The request. It cannot be changed once it is made.', {
  request: bytes('The certificate signing request (PKCS#10) in PEM, base64.'),
  issuerRef: issuerRef('Who shall sign the request.'),
  duration: optional(
    duration(
      'How long the certificate shall be valid, as a Go duration; 2160h (90 days) when left out. Issuers may grant less.',
    ),
  ),
  isCA: optional(
    flag('Asks for a CA certificate. Must agree with the signing request if that says anything about it.'),
  ),
  usages: optional(
    usages(
      'Key usages and extended key usages; "digital signature" and "key encipherment" when left out. Must equal those in the signing request if it carries any.',
    ),
  ),
  username: optional(
    text('Who made this object. The admission webhook fills it in; what a client writes is replaced.'),
  ),
  uid: optional(text('Unique id of who made this object. Filled in by the admission webhook.')),
  groups: optional(stringList('Groups of who made this object. Filled in by the admission webhook.')),
  extra: optional(
    map(
      'Further attributes of who made this object. Filled in by the admission webhook.',
      Type.Array(Type.String()),
    ),
  ),
});

export const certificateRequestStatus = object('What approvers decided and the issuer answered.', {
  observedGeneration: observedGeneration(),
  conditions: optional(
    conditionsOfOneGeneration(
      'Approved or Denied: an approver has decided, for good; nothing is signed before. Ready: True when signed, False with the reason Pending, Failed or Denied. InvalidRequest: the issuer refuses what is asked.',
    ),
  ),
  certificate: optional(bytes('The signed certificate in PEM, leaf first, then its chain; base64.')),
  ca: optional(bytes('The CA that signed, in PEM, if the issuer knows it; base64.')),
  failureTime: optional(time('When the request failed or was denied for good.')),
});

export const certificateRequestSchema = {
  description:
    'A certificate signing request for an issuer, made once for every issuance of a Certificate or by other software. It is signed once an approver has approved it, and never changes after that.',
  spec: certificateRequestSpec,
  status: certificateRequestStatus,
  required: [],
} as const satisfies KindSchema;
