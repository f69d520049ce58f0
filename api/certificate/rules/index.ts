import type { Rule } from '../../rule.ts';
import type { CertificateCandidate } from '../candidate.ts';
import { commonNameFits } from './common-name-fits.ts';
import { durationIsAnHourOrMore } from './duration-is-an-hour-or-more.ts';
import { ecdsaSizeIsSupported } from './ecdsa-size-is-supported.ts';
import { emailAddressesAreBare } from './email-addresses-are-bare.ts';
import { hasAName } from './has-a-name.ts';
import { ipAddressesParse } from './ip-addresses-parse.ts';
import { issuerKindIsKnown } from './issuer-kind-is-known.ts';
import { issuerNameIsSet } from './issuer-name-is-set.ts';
import { keyAlgorithmIsKnown } from './key-algorithm-is-known.ts';
import { keystorePasswordsAreNotEmpty } from './keystore-passwords-are-not-empty.ts';
import { keystoresHaveOnePassword } from './keystores-have-one-password.ts';
import { literalSubjectExcludesCommonName } from './literal-subject-excludes-common-name.ts';
import { literalSubjectExcludesSubject } from './literal-subject-excludes-subject.ts';
import { literalSubjectParses } from './literal-subject-parses.ts';
import { nameConstraintsNeedACa } from './name-constraints-need-a-ca.ts';
import { nameConstraintsStateSomething } from './name-constraints-state-something.ts';
import { otherNamesHaveAValue } from './other-names-have-a-value.ts';
import { otherNamesHaveAnOid } from './other-names-have-an-oid.ts';
import { outputFormatsAreUnique } from './output-formats-are-unique.ts';
import { renewBeforeIsFiveMinutesOrMore } from './renew-before-is-five-minutes-or-more.ts';
import { renewBeforeIsLessThanDuration } from './renew-before-is-less-than-duration.ts';
import { renewBeforePercentageLeavesTime } from './renew-before-percentage-leaves-time.ts';
import { renewalMarginIsStatedOnce } from './renewal-margin-is-stated-once.ts';
import { renewalPolicyIsKnown } from './renewal-policy-is-known.ts';
import { renewalWindowCronsParse } from './renewal-window-crons-parse.ts';
import { renewalWindowTimezonesExist } from './renewal-window-timezones-exist.ts';
import { renewalWindowsNeedRenewal } from './renewal-windows-need-renewal.ts';
import { renewalWindowsStayOpen } from './renewal-windows-stay-open.ts';
import { revisionHistoryKeepsOne } from './revision-history-keeps-one.ts';
import { rsaSizeIsSupported } from './rsa-size-is-supported.ts';
import { secretNameIsADnsSubdomain } from './secret-name-is-a-dns-subdomain.ts';
import { secretNameIsSet } from './secret-name-is-set.ts';
import { signatureAlgorithmFitsTheKey } from './signature-algorithm-fits-the-key.ts';
import { templateAnnotationsAreNotReserved } from './template-annotations-are-not-reserved.ts';
import { templateAnnotationsAreValid } from './template-annotations-are-valid.ts';
import { templateLabelsAreValid } from './template-labels-are-valid.ts';
import { usagesAreKnown } from './usages-are-known.ts';

/** Every rule about a Certificate that needs nothing but the Certificate, in the order in which people read a manifest. */
export const certificateRules: readonly Rule<CertificateCandidate>[] = [
  secretNameIsSet,
  secretNameIsADnsSubdomain,
  issuerNameIsSet,
  hasAName,
  commonNameFits,
  literalSubjectExcludesCommonName,
  literalSubjectExcludesSubject,
  literalSubjectParses,
  issuerKindIsKnown,
  ipAddressesParse,
  emailAddressesAreBare,
  otherNamesHaveAnOid,
  otherNamesHaveAValue,
  rsaSizeIsSupported,
  ecdsaSizeIsSupported,
  keyAlgorithmIsKnown,
  signatureAlgorithmFitsTheKey,
  durationIsAnHourOrMore,
  renewalMarginIsStatedOnce,
  renewBeforeIsFiveMinutesOrMore,
  renewBeforeIsLessThanDuration,
  renewBeforePercentageLeavesTime,
  usagesAreKnown,
  revisionHistoryKeepsOne,
  templateLabelsAreValid,
  templateAnnotationsAreNotReserved,
  templateAnnotationsAreValid,
  nameConstraintsNeedACa,
  nameConstraintsStateSomething,
  outputFormatsAreUnique,
  keystoresHaveOnePassword,
  keystorePasswordsAreNotEmpty,
  renewalPolicyIsKnown,
  renewalWindowsNeedRenewal,
  renewalWindowsStayOpen,
  renewalWindowTimezonesExist,
  renewalWindowCronsParse,
];
