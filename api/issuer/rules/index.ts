import type { Rule } from '../../rule.ts';
import type { Issuer } from '../issuer.ts';
import { acmeBindingAlgorithmIsIgnored } from './acme-binding-algorithm-is-ignored.ts';
import { acmeBindingIsComplete } from './acme-binding-is-complete.ts';
import { acmeCaBundleExcludesSkippingTls } from './acme-ca-bundle-excludes-skipping-tls.ts';
import { acmeCaBundleParses } from './acme-ca-bundle-parses.ts';
import { acmeNamesAServer } from './acme-names-a-server.ts';
import { acmeNamesAnAccountKey } from './acme-names-an-account-key.ts';
import { caNamesASecret } from './ca-names-a-secret.ts';
import { caUrlsAreNotEmpty } from './ca-urls-are-not-empty.ts';
import { dns01AcmeDnsIsComplete } from './dns01-acme-dns-is-complete.ts';
import { dns01AkamaiIsComplete } from './dns01-akamai-is-complete.ts';
import { dns01AzureEnvironmentIsKnown } from './dns01-azure-environment-is-known.ts';
import { dns01AzureHasOneIdentity } from './dns01-azure-has-one-identity.ts';
import { dns01AzureIsComplete } from './dns01-azure-is-complete.ts';
import { dns01CloudDnsIsComplete } from './dns01-cloud-dns-is-complete.ts';
import { dns01CloudflareHasOneCredential } from './dns01-cloudflare-has-one-credential.ts';
import { dns01CnameStrategyIsKnown } from './dns01-cname-strategy-is-known.ts';
import { dns01DigitaloceanIsComplete } from './dns01-digitalocean-is-complete.ts';
import { dns01HasOneProvider } from './dns01-has-one-provider.ts';
import { dns01Rfc2136AlgorithmIsKnown } from './dns01-rfc2136-algorithm-is-known.ts';
import { dns01Rfc2136KeyIsComplete } from './dns01-rfc2136-key-is-complete.ts';
import { dns01Rfc2136NameserverParses } from './dns01-rfc2136-nameserver-parses.ts';
import { dns01Route53HasOneAccessKey } from './dns01-route53-has-one-access-key.ts';
import { dns01WebhookNamesASolver } from './dns01-webhook-names-a-solver.ts';
import { hasOneType } from './has-one-type.ts';
import { http01HasOneRoute } from './http01-has-one-route.ts';
import { http01IngressClassNameIsValid } from './http01-ingress-class-name-is-valid.ts';
import { http01IngressIsChosenOnce } from './http01-ingress-is-chosen-once.ts';
import { http01ParentsAreNamed } from './http01-parents-are-named.ts';
import { http01ServiceTypeIsKnown } from './http01-service-type-is-known.ts';
import { solverHasOneChallengeType } from './solver-has-one-challenge-type.ts';
import { solverWaitIsNotNegative } from './solver-wait-is-not-negative.ts';
import { vaultAppRoleIsComplete } from './vault-app-role-is-complete.ts';
import { vaultAwsIsComplete } from './vault-aws-is-complete.ts';
import { vaultCaBundleIsStatedOnce } from './vault-ca-bundle-is-stated-once.ts';
import { vaultCaBundleParses } from './vault-ca-bundle-parses.ts';
import { vaultClientCertificateIsWhole } from './vault-client-certificate-is-whole.ts';
import { vaultHasALogin } from './vault-has-a-login.ts';
import { vaultIsComplete } from './vault-is-complete.ts';
import { vaultKubernetesIsComplete } from './vault-kubernetes-is-complete.ts';
import { vaultPathsStayInside } from './vault-paths-stay-inside.ts';
import { venafiHasAZone } from './venafi-has-a-zone.ts';
import { venafiHasOnePlatform } from './venafi-has-one-platform.ts';
import { venafiNgtsIsComplete } from './venafi-ngts-is-complete.ts';
import { venafiTppIsComplete } from './venafi-tpp-is-complete.ts';

/** Every rule about an Issuer or ClusterIssuer that needs nothing but the object itself. */
export const issuerRules: readonly Rule<Issuer>[] = [
  hasOneType,
  acmeNamesAServer,
  acmeNamesAnAccountKey,
  acmeCaBundleExcludesSkippingTls,
  acmeCaBundleParses,
  acmeBindingIsComplete,
  acmeBindingAlgorithmIsIgnored,
  solverHasOneChallengeType,
  solverWaitIsNotNegative,
  http01HasOneRoute,
  http01IngressIsChosenOnce,
  http01IngressClassNameIsValid,
  http01ServiceTypeIsKnown,
  http01ParentsAreNamed,
  dns01CnameStrategyIsKnown,
  dns01HasOneProvider,
  dns01AkamaiIsComplete,
  dns01AzureIsComplete,
  dns01AzureHasOneIdentity,
  dns01AzureEnvironmentIsKnown,
  dns01CloudDnsIsComplete,
  dns01CloudflareHasOneCredential,
  dns01Route53HasOneAccessKey,
  dns01AcmeDnsIsComplete,
  dns01DigitaloceanIsComplete,
  dns01Rfc2136NameserverParses,
  dns01Rfc2136AlgorithmIsKnown,
  dns01Rfc2136KeyIsComplete,
  dns01WebhookNamesASolver,
  caNamesASecret,
  caUrlsAreNotEmpty,
  vaultIsComplete,
  vaultPathsStayInside,
  vaultCaBundleParses,
  vaultCaBundleIsStatedOnce,
  vaultClientCertificateIsWhole,
  vaultHasALogin,
  vaultAppRoleIsComplete,
  vaultKubernetesIsComplete,
  vaultAwsIsComplete,
  venafiHasAZone,
  venafiHasOnePlatform,
  venafiTppIsComplete,
  venafiNgtsIsComplete,
];
