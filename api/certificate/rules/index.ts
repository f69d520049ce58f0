import type { Rule } from '../../rule.ts';
import type { CertificateCandidate } from '../candidate.ts';
import { caHasASubject } from './ca-has-a-subject.ts';
import { certSignNeedsACa } from './cert-sign-needs-a-ca.ts';
import { commonNameFits } from './common-name-fits.ts';
import { dnsNamesAreHostNames } from './dns-names-are-host-names.ts';
import { dnsNamesCanBeEncoded } from './dns-names-can-be-encoded.ts';
import { durationIsAnHourOrMore } from './duration-is-an-hour-or-more.ts';
import { ecdsaSizeIsSupported } from './ecdsa-size-is-supported.ts';
import { emailAddressesAreBare } from './email-addresses-are-bare.ts';
import { emailAddressesCanBeEncoded } from './email-addresses-can-be-encoded.ts';
import { externalIssuerHasAKind } from './external-issuer-has-a-kind.ts';
import { hasAName } from './has-a-name.ts';
import { ipAddressesParse } from './ip-addresses-parse.ts';
import { issuerKindIsKnown } from './issuer-kind-is-known.ts';
import { issuerNameIsADnsSubdomain } from './issuer-name-is-a-dns-subdomain.ts';
import { issuerNameIsSet } from './issuer-name-is-set.ts';
import { keyAlgorithmIsKnown } from './key-algorithm-is-known.ts';
import { keySizeIsNotNegative } from './key-size-is-not-negative.ts';
import { keystoreAliasIsFree } from './keystore-alias-is-free.ts';
import { keystorePasswordsAreNotEmpty } from './keystore-passwords-are-not-empty.ts';
import { keystorePasswordsComeFromElsewhere } from './keystore-passwords-come-from-elsewhere.ts';
import { keystoreSecretsNameAKey } from './keystore-secrets-name-a-key.ts';
import { keystoresHaveOnePassword } from './keystores-have-one-password.ts';
import { literalSubjectExcludesCommonName } from './literal-subject-excludes-common-name.ts';
import { literalSubjectExcludesSubject } from './literal-subject-excludes-subject.ts';
import { literalSubjectParses } from './literal-subject-parses.ts';
import { nameConstraintNamesParse } from './name-constraint-names-parse.ts';
import { nameConstraintRangesParse } from './name-constraint-ranges-parse.ts';
import { nameConstraintsConstrainSomething } from './name-constraints-constrain-something.ts';
import { nameConstraintsNeedACa } from './name-constraints-need-a-ca.ts';
import { nameConstraintsStateSomething } from './name-constraints-state-something.ts';
import { namesFitIntoARequest } from './names-fit-into-a-request.ts';
import { otherNameOidsCanBeEncoded } from './other-name-oids-can-be-encoded.ts';
import { otherNamesHaveAValue } from './other-names-have-a-value.ts';
import { otherNamesHaveAnOid } from './other-names-have-an-oid.ts';
import { outputFormatsAreUnique } from './output-formats-are-unique.ts';
import { pkcs12PasswordCanBeEncoded } from './pkcs12-password-can-be-encoded.ts';
import { renewBeforeIsFiveMinutesOrMore } from './renew-before-is-five-minutes-or-more.ts';
import { renewBeforeIsLessThanDuration } from './renew-before-is-less-than-duration.ts';
import { renewBeforeLeavesMostOfTheTime } from './renew-before-leaves-most-of-the-time.ts';
import { renewBeforePercentageCounts } from './renew-before-percentage-counts.ts';
import { renewBeforePercentageLeavesFiveMinutes } from './renew-before-percentage-leaves-five-minutes.ts';
import { renewBeforePercentageLeavesTime } from './renew-before-percentage-leaves-time.ts';
import { renewalMarginIsStatedOnce } from './renewal-margin-is-stated-once.ts';
import { renewalPolicyIsKnown } from './renewal-policy-is-known.ts';
import { renewalWindowCronsParse } from './renewal-window-crons-parse.ts';
import { renewalWindowTimezonesExist } from './renewal-window-timezones-exist.ts';
import { renewalWindowsNeedRenewal } from './renewal-windows-need-renewal.ts';
import { renewalWindowsOpen } from './renewal-windows-open.ts';
import { renewalWindowsStayOpen } from './renewal-windows-stay-open.ts';
import { revisionHistoryKeepsOne } from './revision-history-keeps-one.ts';
import { rsaSizeIsSupported } from './rsa-size-is-supported.ts';
import { secretNameIsADnsSubdomain } from './secret-name-is-a-dns-subdomain.ts';
import { secretNameIsSet } from './secret-name-is-set.ts';
import { signatureAlgorithmFitsTheKey } from './signature-algorithm-fits-the-key.ts';
import { templateAnnotationsAreNotReserved } from './template-annotations-are-not-reserved.ts';
import { templateAnnotationsAreValid } from './template-annotations-are-valid.ts';
import { templateLabelsAreNotReserved } from './template-labels-are-not-reserved.ts';
import { templateLabelsAreValid } from './template-labels-are-valid.ts';
import { temporaryCertificateHasAName } from './temporary-certificate-has-a-name.ts';
import { urisCanBeEncoded } from './uris-can-be-encoded.ts';
import { usagesAreKnown } from './usages-are-known.ts';
import { venafiCustomFieldsParse } from './venafi-custom-fields-parse.ts';

/** Every rule about a Certificate that needs nothing but the Certificate, in the order in which people read a manifest. */
export const certificateRules: readonly Rule<CertificateCandidate>[] = [
  secretNameIsSet,
  secretNameIsADnsSubdomain,
  issuerNameIsSet,
  issuerNameIsADnsSubdomain,
  hasAName,
  commonNameFits,
  literalSubjectExcludesCommonName,
  literalSubjectExcludesSubject,
  literalSubjectParses,
  dnsNamesCanBeEncoded,
  dnsNamesAreHostNames,
  issuerKindIsKnown,
  externalIssuerHasAKind,
  ipAddressesParse,
  emailAddressesAreBare,
  emailAddressesCanBeEncoded,
  urisCanBeEncoded,
  otherNamesHaveAnOid,
  otherNamesHaveAValue,
  otherNameOidsCanBeEncoded,
  namesFitIntoARequest,
  rsaSizeIsSupported,
  ecdsaSizeIsSupported,
  keySizeIsNotNegative,
  keyAlgorithmIsKnown,
  signatureAlgorithmFitsTheKey,
  durationIsAnHourOrMore,
  renewalMarginIsStatedOnce,
  renewBeforeIsFiveMinutesOrMore,
  renewBeforeIsLessThanDuration,
  renewBeforeLeavesMostOfTheTime,
  renewBeforePercentageLeavesTime,
  renewBeforePercentageLeavesFiveMinutes,
  renewBeforePercentageCounts,
  usagesAreKnown,
  certSignNeedsACa,
  caHasASubject,
  revisionHistoryKeepsOne,
  templateLabelsAreValid,
  templateLabelsAreNotReserved,
  templateAnnotationsAreNotReserved,
  templateAnnotationsAreValid,
  nameConstraintsNeedACa,
  nameConstraintsStateSomething,
  nameConstraintsConstrainSomething,
  nameConstraintRangesParse,
  nameConstraintNamesParse,
  outputFormatsAreUnique,
  keystoresHaveOnePassword,
  keystorePasswordsAreNotEmpty,
  keystoreSecretsNameAKey,
  keystorePasswordsComeFromElsewhere,
  keystoreAliasIsFree,
  pkcs12PasswordCanBeEncoded,
  renewalPolicyIsKnown,
  renewalWindowsNeedRenewal,
  renewalWindowsStayOpen,
  renewalWindowTimezonesExist,
  renewalWindowCronsParse,
  renewalWindowsOpen,
  temporaryCertificateHasAName,
  venafiCustomFieldsParse,
];
