import type { Rule } from '../../rule.ts';
import type { Issuer } from '../issuer.ts';
import { ambientCredentialsAreAllowed } from './ambient-credentials-are-allowed.ts';
import { acmeBindingAlgorithmIsIgnored } from './acme-binding-algorithm-is-ignored.ts';
import { acmeBindingIsComplete } from './acme-binding-is-complete.ts';
import { acmeCaBundleExcludesSkippingTls } from './acme-ca-bundle-excludes-skipping-tls.ts';
import { acmeCaBundleParses } from './acme-ca-bundle-parses.ts';
import { acmeEmailIsBare } from './acme-email-is-bare.ts';
import { acmeHasSolvers } from './acme-has-solvers.ts';
import { acmeNamesAServer } from './acme-names-a-server.ts';
import { acmeNamesAnAccountKey } from './acme-names-an-account-key.ts';
import { acmeServerIsAnHttpsUrl } from './acme-server-is-an-https-url.ts';
import { acmeServerSpeaksRfc8555 } from './acme-server-speaks-rfc-8555.ts';
import { caBundlesParseWhole } from './ca-bundles-parse-whole.ts';
import { caNamesASecret } from './ca-names-a-secret.ts';
import { caUrlsAreAbsolute } from './ca-urls-are-absolute.ts';
import { caUrlsAreNotEmpty } from './ca-urls-are-not-empty.ts';
import { dns01AcmeDnsHostIsAUrl } from './dns01-acme-dns-host-is-a-url.ts';
import { dns01AcmeDnsIsComplete } from './dns01-acme-dns-is-complete.ts';
import { dns01AcmeDnsStandsAlone } from './dns01-acme-dns-stands-alone.ts';
import { dns01AkamaiDomainIsAHost } from './dns01-akamai-domain-is-a-host.ts';
import { dns01AkamaiIsComplete } from './dns01-akamai-is-complete.ts';
import { dns01AzureEnvironmentIsKnown } from './dns01-azure-environment-is-known.ts';
import { dns01AzureEnvironmentIsOpen } from './dns01-azure-environment-is-open.ts';
import { dns01AzureHasOneIdentity } from './dns01-azure-has-one-identity.ts';
import { dns01AzureIsComplete } from './dns01-azure-is-complete.ts';
import { dns01CloudDnsIsComplete } from './dns01-cloud-dns-is-complete.ts';
import { dns01CloudflareHasOneCredential } from './dns01-cloudflare-has-one-credential.ts';
import { dns01CnameStrategyIsKnown } from './dns01-cname-strategy-is-known.ts';
import { dns01DigitaloceanIsComplete } from './dns01-digitalocean-is-complete.ts';
import { dns01HasOneProvider } from './dns01-has-one-provider.ts';
import { dns01Rfc2136AlgorithmHasAKey } from './dns01-rfc2136-algorithm-has-a-key.ts';
import { dns01Rfc2136AlgorithmIsKnown } from './dns01-rfc2136-algorithm-is-known.ts';
import { dns01Rfc2136KeyIsComplete } from './dns01-rfc2136-key-is-complete.ts';
import { dns01Rfc2136NameserverCanBeAsked } from './dns01-rfc2136-nameserver-can-be-asked.ts';
import { dns01Rfc2136NameserverParses } from './dns01-rfc2136-nameserver-parses.ts';
import { dns01Rfc2136SecretIsComplete } from './dns01-rfc2136-secret-is-complete.ts';
import { dns01Route53AccessKeyIsWhole } from './dns01-route53-access-key-is-whole.ts';
import { dns01Route53HasOneAccessKey } from './dns01-route53-has-one-access-key.ts';
import { dns01Route53WebIdentityIsComplete } from './dns01-route53-web-identity-is-complete.ts';
import { dns01WebhookGroupIsADnsSubdomain } from './dns01-webhook-group-is-a-dns-subdomain.ts';
import { dns01WebhookNamesASolver } from './dns01-webhook-names-a-solver.ts';
import { hasOneType } from './has-one-type.ts';
import { http01GatewayRouteHasParents } from './http01-gateway-route-has-parents.ts';
import { http01HasOneRoute } from './http01-has-one-route.ts';
import { http01IngressClassIsNotEmpty } from './http01-ingress-class-is-not-empty.ts';
import { http01IngressClassNameIsValid } from './http01-ingress-class-name-is-valid.ts';
import { http01IngressIsChosenOnce } from './http01-ingress-is-chosen-once.ts';
import { http01IngressNameIsValid } from './http01-ingress-name-is-valid.ts';
import { http01LabelsAreNotReserved } from './http01-labels-are-not-reserved.ts';
import { http01ParentsAreNamed } from './http01-parents-are-named.ts';
import { http01PodRequestsFitLimits } from './http01-pod-requests-fit-limits.ts';
import { http01PodWordsAreKnown } from './http01-pod-words-are-known.ts';
import { http01PodsKeepTheirGuards } from './http01-pods-keep-their-guards.ts';
import { http01ServiceTypeIsKnown } from './http01-service-type-is-known.ts';
import { secretNamesAreDnsSubdomains } from './secret-names-are-dns-subdomains.ts';
import { solverHasOneChallengeType } from './solver-has-one-challenge-type.ts';
import { solverSelectorsCanMatch } from './solver-selectors-can-match.ts';
import { solverSelectorsDiffer } from './solver-selectors-differ.ts';
import { solverWaitIsBounded } from './solver-wait-is-bounded.ts';
import { solverWaitIsNotNegative } from './solver-wait-is-not-negative.ts';
import { vaultAppRoleIsComplete } from './vault-app-role-is-complete.ts';
import { vaultAppRoleSecretNamesAKey } from './vault-app-role-secret-names-a-key.ts';
import { vaultAwsIsComplete } from './vault-aws-is-complete.ts';
import { vaultCaBundleIsStatedOnce } from './vault-ca-bundle-is-stated-once.ts';
import { vaultCaBundleParses } from './vault-ca-bundle-parses.ts';
import { vaultClientCertificateIsWhole } from './vault-client-certificate-is-whole.ts';
import { vaultClientLoginHasACertificate } from './vault-client-login-has-a-certificate.ts';
import { vaultHasALogin } from './vault-has-a-login.ts';
import { vaultHasOneLogin } from './vault-has-one-login.ts';
import { vaultIsComplete } from './vault-is-complete.ts';
import { vaultKubernetesIsComplete } from './vault-kubernetes-is-complete.ts';
import { vaultPathsAreWhole } from './vault-paths-are-whole.ts';
import { vaultPathsStayInside } from './vault-paths-stay-inside.ts';
import { vaultServerIsAUrl } from './vault-server-is-a-url.ts';
import { vaultTokenNamesASecret } from './vault-token-names-a-secret.ts';
import { venafiCaBundleParses } from './venafi-ca-bundle-parses.ts';
import { venafiCredentialsNameASecret } from './venafi-credentials-name-a-secret.ts';
import { venafiCustomFieldsParse } from './venafi-custom-fields-parse.ts';
import { venafiHasAZone } from './venafi-has-a-zone.ts';
import { venafiHasOnePlatform } from './venafi-has-one-platform.ts';
import { venafiNgtsIsComplete } from './venafi-ngts-is-complete.ts';
import { venafiTppIsComplete } from './venafi-tpp-is-complete.ts';

/** Every rule about an Issuer or ClusterIssuer that needs nothing but the object itself. */
export const issuerRules: readonly Rule<Issuer>[] = [
  hasOneType,
  secretNamesAreDnsSubdomains,
  acmeNamesAServer,
  acmeServerSpeaksRfc8555,
  acmeServerIsAnHttpsUrl,
  acmeNamesAnAccountKey,
  acmeEmailIsBare,
  acmeCaBundleExcludesSkippingTls,
  acmeCaBundleParses,
  caBundlesParseWhole,
  acmeBindingIsComplete,
  acmeBindingAlgorithmIsIgnored,
  acmeHasSolvers,
  solverHasOneChallengeType,
  solverWaitIsNotNegative,
  solverWaitIsBounded,
  solverSelectorsCanMatch,
  solverSelectorsDiffer,
  http01HasOneRoute,
  http01IngressIsChosenOnce,
  http01IngressClassNameIsValid,
  http01IngressNameIsValid,
  http01IngressClassIsNotEmpty,
  http01ServiceTypeIsKnown,
  http01ParentsAreNamed,
  http01GatewayRouteHasParents,
  http01LabelsAreNotReserved,
  http01PodsKeepTheirGuards,
  http01PodRequestsFitLimits,
  http01PodWordsAreKnown,
  dns01CnameStrategyIsKnown,
  dns01HasOneProvider,
  dns01AcmeDnsStandsAlone,
  dns01AkamaiIsComplete,
  dns01AkamaiDomainIsAHost,
  dns01AzureIsComplete,
  dns01AzureHasOneIdentity,
  dns01AzureEnvironmentIsKnown,
  dns01AzureEnvironmentIsOpen,
  dns01CloudDnsIsComplete,
  dns01CloudflareHasOneCredential,
  dns01Route53HasOneAccessKey,
  dns01Route53AccessKeyIsWhole,
  dns01Route53WebIdentityIsComplete,
  dns01AcmeDnsIsComplete,
  dns01AcmeDnsHostIsAUrl,
  dns01DigitaloceanIsComplete,
  dns01Rfc2136NameserverParses,
  dns01Rfc2136NameserverCanBeAsked,
  dns01Rfc2136AlgorithmIsKnown,
  dns01Rfc2136AlgorithmHasAKey,
  dns01Rfc2136KeyIsComplete,
  dns01Rfc2136SecretIsComplete,
  dns01WebhookNamesASolver,
  dns01WebhookGroupIsADnsSubdomain,
  caNamesASecret,
  caUrlsAreNotEmpty,
  caUrlsAreAbsolute,
  vaultIsComplete,
  vaultServerIsAUrl,
  vaultPathsStayInside,
  vaultPathsAreWhole,
  vaultCaBundleParses,
  vaultCaBundleIsStatedOnce,
  vaultClientCertificateIsWhole,
  vaultHasALogin,
  vaultHasOneLogin,
  vaultTokenNamesASecret,
  vaultClientLoginHasACertificate,
  vaultAppRoleIsComplete,
  vaultAppRoleSecretNamesAKey,
  vaultKubernetesIsComplete,
  vaultAwsIsComplete,
  venafiHasAZone,
  venafiHasOnePlatform,
  venafiCredentialsNameASecret,
  venafiTppIsComplete,
  venafiCaBundleParses,
  venafiNgtsIsComplete,
  ambientCredentialsAreAllowed,
  venafiCustomFieldsParse,
];
