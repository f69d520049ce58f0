import type { CertificateRequest } from '../../certificate-request/certificate-request.ts';
import type { Certificate } from '../../certificate/certificate.ts';
import type { Challenge } from '../../challenge/challenge.ts';
import type { Issuer } from '../../issuer/issuer.ts';
import type { Order } from '../../order/order.ts';
import type { ReferenceRule } from '../reference-rule.ts';
import type { Wanted } from '../wanted.ts';
import { acmeCommonNameIsAName } from './acme-common-name-is-a-name.ts';
import { acmeIsToldTheDuration } from './acme-is-told-the-duration.ts';
import { acmeOrdersNamesOnly } from './acme-orders-names-only.ts';
import { challengeSolverIsTheIssuers } from './challenge-solver-is-the-issuers.ts';
import { issuerExists } from './issuer-exists.ts';
import { issuerSecretsAreThere } from './issuer-secrets-are-there.ts';
import { keystorePasswordsAreThere } from './keystore-passwords-are-there.ts';
import { namesAreAllowed } from './names-are-allowed.ts';
import { namesHaveASolver } from './names-have-a-solver.ts';
import { namespaceIsAllowed } from './namespace-is-allowed.ts';
import { ordersNameAnAcmeIssuer } from './orders-name-an-acme-issuer.ts';
import { rateLimitHasRoom } from './rate-limit-has-room.ts';
import { secretHasOneOwner } from './secret-has-one-owner.ts';
import { secretIsNotTheIssuersOwn } from './secret-is-not-the-issuers-own.ts';
import { secretNameIsUsedOnce } from './secret-name-is-used-once.ts';
import { selfSignedCertificatesHaveASubject } from './self-signed-certificates-have-a-subject.ts';
import { selfSignedRequestsNameTheirKey } from './self-signed-requests-name-their-key.ts';
import { vaultSendsNoEmailAddresses } from './vault-sends-no-email-addresses.ts';
import { venafiCertificatesHaveASubject } from './venafi-certificates-have-a-subject.ts';

/** What is asked of a certificate that is wanted and the issuer it is wanted from. */
export const wantedRules: readonly ReferenceRule<Wanted>[] = [
  issuerExists,
  namespaceIsAllowed,
  namesAreAllowed,
  namesHaveASolver,
  acmeCommonNameIsAName,
  acmeOrdersNamesOnly,
  acmeIsToldTheDuration,
  rateLimitHasRoom,
  vaultSendsNoEmailAddresses,
  venafiCertificatesHaveASubject,
  selfSignedCertificatesHaveASubject,
];

/** What is asked of a Certificate and the Secrets it names. */
export const certificateReferenceRules: readonly ReferenceRule<Certificate>[] = [
  secretNameIsUsedOnce,
  secretHasOneOwner,
  secretIsNotTheIssuersOwn,
  keystorePasswordsAreThere,
];

export const requestReferenceRules: readonly ReferenceRule<CertificateRequest>[] = [
  selfSignedRequestsNameTheirKey,
];
export const issuerReferenceRules: readonly ReferenceRule<Issuer>[] = [issuerSecretsAreThere];
export const orderReferenceRules: readonly ReferenceRule<Order>[] = [ordersNameAnAcmeIssuer];
export const challengeReferenceRules: readonly ReferenceRule<Challenge>[] = [challengeSolverIsTheIssuers];

/** Every rule about several objects, whatever it is asked of. */
export const referenceRules: readonly ReferenceRule<never>[] = [
  ...wantedRules,
  ...certificateReferenceRules,
  ...requestReferenceRules,
  ...issuerReferenceRules,
  ...orderReferenceRules,
  ...challengeReferenceRules,
];
