import { integer, object, optional, text, time } from '../schema/fields.ts';
import { conditions, observedGeneration } from '../schema/status.ts';

const ari = object('Renewal information of the ACME server (RFC 9773).', {
  suggestedWindow: optional(
    object('When the server would like the certificate to be renewed.', {
      start: time('Start of the window.'),
      end: time('End of the window.'),
    }),
  ),
  explanationURL: optional(text('Page for people on why the server suggests this.')),
  lastChecked: optional(time('When the server was last asked.')),
  nextCheck: optional(time('When the server will be asked again.')),
  lastError: optional(text('What went wrong when the server was last asked.')),
});

export const certificateStatus = object('What the controller found and did.', {
  observedGeneration: observedGeneration(),
  conditions: optional(
    conditions(
      'Ready: the Secret holds a certificate that fits the spec and has not expired. Issuing: a certificate is being issued, and why. Their messages say what is wrong, who must act and when the next try comes.',
    ),
  ),
  notBefore: optional(time('From when the certificate in the Secret is valid.')),
  notAfter: optional(time('Until when the certificate in the Secret is valid.')),
  renewalTime: optional(time('When the certificate will be renewed; absent if it will not.')),
  revision: optional(integer('How many certificates have been issued for this object.')),
  nextPrivateKeySecretName: optional(text('Secret that holds the private key of the issuance in progress.')),
  failedIssuanceAttempts: optional(
    integer('How many issuances have failed since the last success; the wait between tries grows with it.'),
  ),
  lastFailureTime: optional(time('When issuance last failed; absent after a success.')),
  acme: optional(object('What only ACME issuers tell.', { ari: optional(ari) })),
});
