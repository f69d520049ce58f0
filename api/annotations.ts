/**
 * Keys of labels, annotations and finalizers. All of them are part of the wire contract: other software, scripts and
 * stored objects know them, so none is ever renamed.
 */

/** Annotations of the Secret a Certificate is kept in, and of the requests that lead there. */
export const secretAnnotations = {
  certificateName: 'cert-manager.io/certificate-name',
  issuerName: 'cert-manager.io/issuer-name',
  issuerKind: 'cert-manager.io/issuer-kind',
  issuerGroup: 'cert-manager.io/issuer-group',
  commonName: 'cert-manager.io/common-name',
  altNames: 'cert-manager.io/alt-names',
  ipSans: 'cert-manager.io/ip-sans',
  uriSans: 'cert-manager.io/uri-sans',
  emailSans: 'cert-manager.io/email-sans',
  subjectOrganizations: 'cert-manager.io/subject-organizations',
  subjectOrganizationalUnits: 'cert-manager.io/subject-organizationalunits',
  subjectCountries: 'cert-manager.io/subject-countries',
  subjectProvinces: 'cert-manager.io/subject-provinces',
  subjectLocalities: 'cert-manager.io/subject-localities',
  subjectPostalCodes: 'cert-manager.io/subject-postalcodes',
  subjectStreetAddresses: 'cert-manager.io/subject-streetaddresses',
  subjectSerialNumber: 'cert-manager.io/subject-serialnumber',
  /** The one annotation of cert-manager.io/ that secretTemplate may set: CA injection may read the Secret. */
  allowDirectInjection: 'cert-manager.io/allow-direct-injection',
} as const;

/** Annotations of CertificateRequests made for a Certificate. */
export const requestAnnotations = {
  certificateName: 'cert-manager.io/certificate-name',
  /** Decimal, from 1. */
  certificateRevision: 'cert-manager.io/certificate-revision',
  /** Secret whose key signed the request; self-signed issuers sign with it. */
  privateKeySecretName: 'cert-manager.io/private-key-secret-name',
} as const;

/** Annotations of Certificates. */
export const certificateAnnotations = {
  /** `true`: a self-signed certificate stands in until the real one is there. */
  issueTemporaryCertificate: 'cert-manager.io/issue-temporary-certificate',
} as const;

/** Annotations that choose how HTTP-01 is answered; read from the Order, copied there from the Certificate. */
export const http01Annotations = {
  overrideIngressName: 'acme.cert-manager.io/http01-override-ingress-name',
  overrideIngressClass: 'acme.cert-manager.io/http01-override-ingress-class',
  overrideIngressClassName: 'acme.cert-manager.io/http01-override-ingress-ingressclassname',
  parentRefName: 'acme.cert-manager.io/http01-parentrefname',
  parentRefKind: 'acme.cert-manager.io/http01-parentrefkind',
  parentRefNamespace: 'acme.cert-manager.io/http01-parentrefnamespace',
} as const;

/** Annotations of Venafi issuers and requests. */
export const venafiAnnotations = {
  customFields: 'venafi.cert-manager.io/custom-fields',
  pickupId: 'venafi.cert-manager.io/pickup-id',
} as const;

/** Annotations of objects that get a CA bundle injected. */
export const injectionAnnotations = {
  fromCertificate: 'cert-manager.io/inject-ca-from',
  fromSecret: 'cert-manager.io/inject-ca-from-secret',
  fromApiServer: 'cert-manager.io/inject-apiserver-ca',
} as const;

/** Annotations of Ingresses and Gateways that ask for a Certificate. */
export const shimAnnotations = {
  issuer: 'cert-manager.io/issuer',
  clusterIssuer: 'cert-manager.io/cluster-issuer',
  issuerKind: 'cert-manager.io/issuer-kind',
  issuerGroup: 'cert-manager.io/issuer-group',
  commonName: 'cert-manager.io/common-name',
  altNames: 'cert-manager.io/alt-names',
  ipSans: 'cert-manager.io/ip-sans',
  emailSans: 'cert-manager.io/email-sans',
  duration: 'cert-manager.io/duration',
  renewBefore: 'cert-manager.io/renew-before',
  renewBeforePercentage: 'cert-manager.io/renew-before-percentage',
  usages: 'cert-manager.io/usages',
  revisionHistoryLimit: 'cert-manager.io/revision-history-limit',
  privateKeyAlgorithm: 'cert-manager.io/private-key-algorithm',
  privateKeyEncoding: 'cert-manager.io/private-key-encoding',
  privateKeySize: 'cert-manager.io/private-key-size',
  privateKeyRotationPolicy: 'cert-manager.io/private-key-rotation-policy',
  secretTemplate: 'cert-manager.io/secret-template',
  ignoreTlsListeners: 'cert-manager.io/ignore-tls-listeners',
  http01EditInPlace: 'acme.cert-manager.io/http01-edit-in-place',
  http01IngressClass: 'acme.cert-manager.io/http01-ingress-class',
  http01IngressClassName: 'acme.cert-manager.io/http01-ingress-ingressclassname',
} as const;

/** Annotations of Certificates that were made from an Ingress. */
export const madeAnnotations = {
  /** What of the Certificate the Ingress says, between commas: the rest was written by others and stays. */
  said: 'certloom/said-by-ingress',
} as const;

/** Annotations of Kubernetes CertificateSigningRequests. */
export const signingRequestAnnotations = {
  duration: 'experimental.cert-manager.io/request-duration',
  isCa: 'experimental.cert-manager.io/request-is-ca',
  privateKeySecretName: 'experimental.cert-manager.io/private-key-secret-name',
} as const;

/** Labels of Secrets. */
export const secretLabels = {
  /** `"true"` on every Secret of ours: the controller watches those whole. */
  watched: 'controller.cert-manager.io/fao',
  /** `"true"` on the temporary Secret that holds the next private key. */
  nextPrivateKey: 'cert-manager.io/next-private-key',
} as const;

/** Labels of the Pods, Services, Ingresses and HTTPRoutes that answer HTTP-01; nobody else may set them. */
export const http01Labels = {
  /** Adler-32 of the domain, decimal. */
  domain: 'acme.cert-manager.io/http-domain',
  /** Adler-32 of the token, decimal. */
  token: 'acme.cert-manager.io/http-token',
  /** `"true"`. */
  solver: 'acme.cert-manager.io/http01-solver',
} as const;

/** Annotations of Issuers and ClusterIssuers: who may use them for what. */
export const issuerAnnotations = {
  /** Names of namespaces, `*` for any letters, separated by commas or spaces. */
  allowedNamespaces: 'certloom/allowed-namespaces',
  /** Domains: each allows itself and all names below it, and nothing else is allowed. */
  allowedDnsSuffixes: 'certloom/allowed-dns-suffixes',
  /** How many certificates the CA gives out for one registered domain in a week. */
  weeklyCertificates: 'certloom/certificates-per-domain-and-week',
} as const;

/** Annotations of Issuers and ClusterIssuers: how long a self-check may go on before the CA is asked; a duration. */
export const selfCheckAnnotations = {
  'DNS-01': 'certloom/dns01-self-check-deadline',
  'HTTP-01': 'certloom/http01-self-check-deadline',
} as const;

/** Annotations about the responder that answers HTTP-01 inside the controller. */
export const responderAnnotations = {
  /** On the template of an Ingress: `shared` for the responder, `pod` for a Pod of its own. */
  mode: 'certloom/http01-responder',
  /** On an Ingress for the responder: `namespace/name` of the Challenge, which cannot own it from another namespace. */
  challenge: 'certloom/challenge',
  /** Its uid. */
  challengeUid: 'certloom/challenge-uid',
} as const;

/** Keeps a Challenge until its proof is taken away. */
export const challengeFinalizer = 'acme.cert-manager.io/finalizer';
/** What older releases wrote; still removed. */
export const legacyChallengeFinalizer = 'finalizer.acme.cert-manager.io';

/** Label of namespaces whose objects the shipped webhook configurations leave alone when it is `"true"`. */
export const disableValidationLabel = 'cert-manager.io/disable-validation';

/** Domain of our own annotations; secretTemplate may not use it. */
export const certManagerDomain = 'cert-manager.io';
